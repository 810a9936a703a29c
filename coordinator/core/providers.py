"""Who else may vouch for a person: OpenID Connect providers, from the settings alone.

``COORDINATOR_OIDC_<NAME>_CLIENT_ID``, ``_CLIENT_SECRET``, ``_METADATA_URL``, ``_LABEL`` and
``_TRUSTS_ADDRESSES``; the name is letters and digits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from coordinator.core.environment import PROVIDER, given
from coordinator.core.errors import BadInput

_NEEDED = ("CLIENT_ID", "CLIENT_SECRET", "METADATA_URL")
# Tenants of anybody's making: an address from there is worth nothing.
_ANYBODY = re.compile(r"/(common|organizations|consumers)/", re.IGNORECASE)
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_YES = frozenset({"1", "true", "yes", "on", "ja"})
_NO = frozenset({"0", "false", "no", "off", "nej"})


@dataclass(frozen=True)
class Provider:
    """One provider.

    ``trusts_addresses``: its administrator alone decides who has which address, so that one
    without the provider's word for it counts as verified.
    """

    name: str
    label: str
    client_id: str
    client_secret: str
    metadata_url: str
    trusts_addresses: bool = False

    def __repr__(self) -> str:
        return f"Provider({self.name})"  # never the secret


def providers_from_environment(named: Mapping[str, str] | None = None) -> tuple[Provider, ...]:
    """The providers in the order of their names; ``named`` stands for what is given here.

    Raises:
        BadInput: one lacks a setting, is not reached by https, or trusts addresses of anybody.
    """
    found: dict[str, dict[str, str]] = {}
    for key, value in (given() if named is None else named).items():
        setting = PROVIDER.fullmatch(key.upper())
        if setting and value.strip():
            found.setdefault(setting[1].lower(), {})[setting[2]] = value.strip()
    return tuple(_provider(name, found[name]) for name in sorted(found))


def _provider(name: str, parts: Mapping[str, str]) -> Provider:
    shown = name.upper()
    missing = [f"COORDINATOR_OIDC_{shown}_{part}" for part in _NEEDED if part not in parts]
    if missing:
        raise BadInput("provider-incomplete", missing=", ".join(missing))
    metadata_url = parts["METADATA_URL"]
    path = _checked_path(shown, metadata_url)
    said = parts.get("TRUSTS_ADDRESSES", "no").lower()
    if said not in _YES | _NO:
        raise BadInput("provider-trust-odd", name=shown)
    if said in _YES and _ANYBODY.search(path):
        raise BadInput("provider-trusts-anybody", name=shown)
    return Provider(
        name=name,
        label=parts.get("LABEL", name.capitalize()),
        client_id=parts["CLIENT_ID"],
        client_secret=parts["CLIENT_SECRET"],
        metadata_url=metadata_url,
        trusts_addresses=said in _YES,
    )


def _checked_path(name: str, metadata_url: str) -> str:
    try:
        address = urlsplit(metadata_url)
        host = address.hostname
    except ValueError as error:
        raise BadInput("provider-needs-https", name=name) from error
    safe = {"https"} | ({"http"} if host in _LOOPBACK else set())
    if address.scheme not in safe or not host:
        raise BadInput("provider-needs-https", name=name)
    return address.path
