"""Who else may vouch for a person: OpenID Connect providers, from the environment only.

``COORDINATOR_OIDC_<NAME>_CLIENT_ID``, ``_CLIENT_SECRET``, ``_METADATA_URL``, ``_LABEL`` and
``_TRUSTS_ADDRESSES``; the name is letters and digits.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from coordinator.core.errors import BadInput

_SETTING = re.compile(
    r"COORDINATOR_OIDC_([A-Z0-9]+)_"
    r"(CLIENT_ID|CLIENT_SECRET|METADATA_URL|LABEL|TRUSTS_ADDRESSES)"
)
_NEEDED = ("CLIENT_ID", "CLIENT_SECRET", "METADATA_URL")
# Tenants of anybody's making: an address from there is worth nothing.
_ANYBODY = re.compile(r"/(common|organizations|consumers)/", re.IGNORECASE)
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


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


def providers_from_environment(
    environment: Mapping[str, str] | None = None,
) -> tuple[Provider, ...]:
    """The providers in the order of their names.

    Raises:
        BadInput: one lacks a setting, is not reached by https, or trusts addresses of anybody.
    """
    found: dict[str, dict[str, str]] = {}
    for key, value in (os.environ if environment is None else environment).items():
        setting = _SETTING.fullmatch(key.upper())
        if setting and value.strip():
            found.setdefault(setting[1].lower(), {})[setting[2]] = value.strip()
    return tuple(_provider(name, found[name]) for name in sorted(found))


def _provider(name: str, given: Mapping[str, str]) -> Provider:
    missing = [f"COORDINATOR_OIDC_{name.upper()}_{part}" for part in _NEEDED if part not in given]
    if missing:
        raise BadInput("provider-incomplete", missing=", ".join(missing))
    metadata_url = given["METADATA_URL"]
    address = urlsplit(metadata_url)
    if address.scheme != "https" and address.hostname not in _LOOPBACK:
        raise BadInput("provider-needs-https", name=name)
    trusts = given.get("TRUSTS_ADDRESSES", "").lower() in {"1", "true", "yes"}
    if trusts and _ANYBODY.search(address.path):
        raise BadInput("provider-trusts-anybody", name=name)
    return Provider(
        name=name,
        label=given.get("LABEL", name.capitalize()),
        client_id=given["CLIENT_ID"],
        client_secret=given["CLIENT_SECRET"],
        metadata_url=metadata_url,
        trusts_addresses=trusts,
    )
