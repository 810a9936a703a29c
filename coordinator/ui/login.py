"""Streamlit's own sign-in with a provider (the machinery of ``st.login``), as little as we use.

It does the dance with the provider: state, PKCE, the tokens' signatures. What it learns is taken
out of its answer before it reaches the browser; see :mod:`coordinator.web.providers`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from streamlit.auth_util import encode_provider_token, get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from coordinator.core import addresses
from coordinator.core.environment import language_wish
from coordinator.core.errors import CoordinatorError
from coordinator.core.keys import derived_key
from coordinator.core.messages import sentence
from coordinator.core.settings import Settings
from coordinator.core.translation import speak
from coordinator.wiring import running_office

log = logging.getLogger(__name__)


def secrets() -> dict[str, Any] | None:
    """What ``st.App`` is told of the providers; None without any.

    This is the first look at the settings where Streamlit or another server starts the product:
    what cannot be used is told in words there, too, as the shell does.
    """
    try:
        settings = running_office().settings
    except CoordinatorError as error:
        speak(language_wish())
        log.critical("%s", sentence(error))
        raise SystemExit(1) from None
    return {"auth": _auth(settings)} if settings.oidc else None


def _auth(settings: Settings) -> dict[str, Any]:
    return {
        "redirect_uri": f"{settings.origin}{addresses.PROVIDER_BACK}",
        "cookie_secret": derived_key(settings, "streamlit-auth"),
        **{
            one.name: {
                "client_id": one.client_id,
                "client_secret": one.client_secret,
                "server_metadata_url": one.metadata_url,
                "client_kwargs": {"scope": "openid email profile"},
            }
            for one in settings.oidc
        },
    }


def start_address(provider: str) -> str:
    """Where Streamlit sends the browser on to the provider; good for two minutes."""
    return f"{addresses.PROVIDER_START}?provider={encode_provider_token(provider)}"


def claims(cookies: Mapping[str, str]) -> dict[str, Any] | None:
    """What the provider said, out of the cookies Streamlit would set; None if it said nothing."""

    def opened(name: str) -> bytes | None:
        value = cookies.get(name)
        if value is None:
            return None
        return decode_signed_value(get_cookie_secret(), name, value.encode("latin-1"))

    found = get_cookie_with_chunks(opened, USER_COOKIE_NAME)
    if found is None:
        return None
    said = json.loads(found)
    return said if isinstance(said, dict) else None
