"""What is wrong with a form that was sent, each fault with its field."""

from __future__ import annotations

from collections.abc import Mapping

from coordinator.core.errors import BadInput, CoordinatorError
from coordinator.core.messages import sentence


def faults_of(
    error: CoordinatorError, fields: Mapping[str, str] | None = None, /
) -> dict[str, str]:
    """The sentences by field, in the order of the form; under "" what is the whole form's.

    ``fields``: the field that an error's code is about, where the error does not say it itself.
    """
    named = error.problems if isinstance(error, BadInput) else ()
    if any(one.field for one in named):
        return {one.field: sentence(one) for one in named if one.field}
    return {(fields or {}).get(error.code, ""): sentence(error)}
