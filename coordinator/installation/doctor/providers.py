"""Whether the providers that people sign in with are there, and are who they should be."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from coordinator.core.office import Office
from coordinator.core.providers import Provider
from coordinator.installation.views import Finding

_PATIENCE: Final = 5.0  # seconds for one provider, whatever it does
_LARGEST: Final = 1_000_000  # bytes
_WELL_KNOWN: Final = "/.well-known/openid-configuration"
# https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata
_NEEDED: Final = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


def metadata(office: Office) -> Iterator[Finding]:
    """Each provider's own description, which a sign-in begins with."""
    for provider in office.settings.oidc:
        code, told = _fault(provider)
        yield Finding(
            f"provider {provider.name}",
            ok=code is None,
            value=urlsplit(provider.metadata_url).hostname or "-",
            code=code,
            params=(("name", provider.label), ("told", told)),
        )


def _fault(provider: Provider) -> tuple[str | None, str]:
    """What is wrong, as a code, and what was found instead."""
    try:
        status, content = _fetched(provider.metadata_url)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
        return "provider-away", type(error).__name__
    if status != 200:
        return "provider-no-metadata", str(status)
    found = _read(content)
    missing = [name for name in _NEEDED if not isinstance(found.get(name), str)]
    if missing:
        return "provider-no-metadata", ", ".join(missing)
    issuer = str(found["issuer"])
    if issuer.rstrip("/") + _WELL_KNOWN != provider.metadata_url:
        return "provider-other-issuer", issuer[:200]
    return None, ""


def _fetched(address: str) -> tuple[int, bytes]:
    """Status and content.

    Raises:
        TimeoutError: it goes on for too long.
    """
    until, content = time.monotonic() + _PATIENCE, b""
    with httpx.stream("GET", address, timeout=_PATIENCE, follow_redirects=True) as answer:
        for part in answer.iter_bytes():
            content += part
            if time.monotonic() > until or len(content) > _LARGEST:
                raise TimeoutError
        return answer.status_code, content


def _read(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
