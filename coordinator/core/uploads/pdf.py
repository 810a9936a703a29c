"""PDF documents without author, without remarks, and never with anything that acts by itself."""

from __future__ import annotations

import io
from typing import Any, Final

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from coordinator.core.errors import BadInput

# What runs, opens or carries something else; a document with any of it is refused.
_ACTIVE: Final = frozenset(
    {"/JS", "/JavaScript", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA"}
    | {"/AA", "/GoToE", "/GoToR", "/ImportData", "/SubmitForm", "/Movie", "/Sound", "/Rendition"}
)
# Where people leave traces.
_TRACES: Final = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
_KEPT_REMARKS: Final = frozenset({"/Link", "/Widget"})


def cleaned_pdf(content: bytes) -> bytes:
    """The document written again from what its pages need.

    Raises:
        BadInput: it is damaged, locked with a password, or holds a script or another file.
    """
    try:
        writer = PdfWriter(clone_from=_unlocked(content))
        _refuse_active(writer)
        for page in writer.pages:
            _without_remarks(page)
        for thing in writer._objects:  # noqa: SLF001 - pypdf has no public walk over all objects
            _without_traces(thing)
        writer.metadata = None
        writer.compress_identical_objects(remove_unreferenced=True)
        target = io.BytesIO()
        writer.write(target)
    except BadInput:
        raise
    except Exception as error:  # whatever a damaged document raises: it cannot be kept
        raise BadInput("upload-damaged") from error
    return target.getvalue()


def _unlocked(content: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise BadInput("upload-encrypted")
    return reader


def _refuse_active(writer: PdfWriter) -> None:
    for thing in writer._objects:  # noqa: SLF001 - as above
        for part in _dictionaries(thing):
            names = set(part) | {str(part.get("/S", "")), str(part.get("/Type", ""))}
            if names & _ACTIVE or str(part.get("/Subtype", "")) == "/FileAttachment":
                raise BadInput("upload-active")
            # The way to a file on somebody's machine tells whose it is.
            if str(part.get("/URI", "")).strip().lower().startswith("file:"):
                raise BadInput("upload-active")


def _dictionaries(thing: Any) -> list[Any]:
    """The dictionary itself and those that stand directly in it."""
    found, waiting = [], [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, DictionaryObject):
            found.append(one)
            waiting += list(one.values())
        elif isinstance(one, ArrayObject):
            waiting += list(one)
    return found


def _without_traces(thing: Any) -> None:
    for part in _dictionaries(thing):
        for name in _TRACES:
            if name in part:
                del part[name]


def _without_remarks(page: Any) -> None:
    """Links and form fields stay; notes, marks and stamps carry their writer's name and go."""
    remarks = page.get("/Annots")
    if remarks is None:
        return
    kept = [
        one
        for one in remarks.get_object()
        if str(one.get_object().get("/Subtype")) in _KEPT_REMARKS
    ]
    page[NameObject("/Annots")] = ArrayObject(kept)
