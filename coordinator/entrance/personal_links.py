"""Personal links: a signed word for who somebody is, which answers but does not sign in.

The mails that ask for an answer carry one. Whoever holds it and wants more than to answer gets a
code by mail; see :func:`coordinator.entrance.usecases.code_by_mail`.
"""

from __future__ import annotations

import re
from typing import Final

from itsdangerous import BadData, URLSafeTimedSerializer

from coordinator.core.errors import RuleBroken
from coordinator.core.keys import derived_key
from coordinator.core.settings import Settings
from coordinator.core.text import clean
from coordinator.entrance.rules import PERSONAL_LIFETIME

# A number, a moment and a signature (SHA-1 in base64); mail programs add signs around it.
_WHOLE: Final = re.compile(r"[^\w-]*([\w-]+\.[\w-]+\.[\w-]{27})(?![\w-])", re.ASCII)


def personal_token(settings: Settings, person_id: int) -> str:
    """The word to put in a link. It lasts 120 days and no longer than the person may come in."""
    return _signer(settings).dumps(person_id)


def person_of(settings: Settings, token: str) -> int:
    """Whose word it is.

    Raises:
        RuleBroken: it was not signed here, was changed, or is too old.
    """
    whole = _WHOLE.match(clean(token))
    try:
        found = _signer(settings).loads(
            whole[1] if whole else token, max_age=int(PERSONAL_LIFETIME.total_seconds())
        )
    except BadData as error:
        raise RuleBroken("personal-link-odd") from error
    if type(found) is not int:
        raise RuleBroken("personal-link-odd")
    return found


def _signer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(derived_key(settings, "personal-link"), salt="personal-link")
