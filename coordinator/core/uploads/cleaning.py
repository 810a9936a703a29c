"""A file from outside, made safe to keep: its kind read from its content, nobody's traces in it.

Documents lose author, company and comments, pictures lose place and camera. Where taking something
out would change what a document says (tracked changes) or cannot be done for certain (macros,
embedded objects, scripts), the file is refused, and the sentence says what to do. Nothing is
believed because of a file's name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from coordinator.core.errors import BadInput
from coordinator.core.uploads.office_files import cleaned_office, office_kind
from coordinator.core.uploads.pdf import cleaned_pdf
from coordinator.core.uploads.pictures import cleaned_picture

LARGEST: Final = 10 * 1024**2  # bytes


class FileKind(StrEnum):
    """What may be kept; the value is the suffix a file of the kind gets."""

    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    PDF = "pdf"
    JPEG = "jpg"
    PNG = "png"


CONTENT_TYPES: Final = {
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.PPTX: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    FileKind.PDF: "application/pdf",
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
}


@dataclass(frozen=True)
class CleanFile:
    """A file as it may be kept. Its name is the product's to give, never the sender's."""

    kind: FileKind
    content: bytes

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.kind]


def clean_file(content: bytes, *, largest: int = LARGEST) -> CleanFile:
    """The same document without traces of people.

    Raises:
        BadInput: it is empty, too large, of another kind, damaged, locked with a password, or
            holds something that cannot be taken out for certain; the code says which.
    """
    if not content:
        raise BadInput("upload-empty")
    if len(content) > largest:
        raise BadInput("upload-too-large", most=largest // 1024**2)
    kind = kind_of(content)
    clean = _CLEANERS[kind](content)
    if len(clean) > largest:
        raise BadInput("upload-too-large", most=largest // 1024**2)
    return CleanFile(kind, clean)


def kind_of(content: bytes) -> FileKind:
    """What a file is by its first bytes and, in an Office file, its main part.

    Raises:
        BadInput: none of the kinds that may be kept.
    """
    if content.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if content.startswith(b"%PDF-"):
        return FileKind.PDF
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise BadInput("upload-old-or-locked")
    if content.startswith(b"PK\x03\x04"):
        return FileKind(office_kind(content))
    raise BadInput("upload-kind-unknown")


_CLEANERS: Final[dict[FileKind, Callable[[bytes], bytes]]] = {
    FileKind.DOCX: cleaned_office,
    FileKind.XLSX: cleaned_office,
    FileKind.PPTX: cleaned_office,
    FileKind.PDF: cleaned_pdf,
    FileKind.JPEG: cleaned_picture,
    FileKind.PNG: cleaned_picture,
}
