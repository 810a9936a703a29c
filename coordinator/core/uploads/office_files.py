"""Word, Excel and PowerPoint files without author, company, comments and places of the machine.

The parts that a reader sees are changed by as little as possible: Office refuses a file whose
namespaces were renamed. What cannot be taken out for certain refuses the whole file.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from typing import Final
from xml.etree import ElementTree as ET

from coordinator.core.errors import BadInput
from coordinator.core.uploads.pictures import cleaned_picture

_MOST_PARTS: Final = 5000
_MOST_BYTES: Final = 200 * 1024**2  # unpacked, all parts together
_MAIN: Final = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
}
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_PROPS = "http://schemas.openxmlformats.org"

# Parts that only tell of people, of remarks or of the machine.
_DROPPED: Final = re.compile(
    r"docProps/(custom\.xml|thumbnail\..*)|customXml/.*"
    r"|word/(comments\w*|people|documentTasks/.*)\.xml|word/commentsIds\.xml"
    r"|xl/(comments[/\d].*|threadedComments/.*|persons/.*)|.*/printerSettings/.*"
    r"|ppt/(comments/.*|commentAuthors\.xml|authors\.xml|changesInfos/.*|revisionInfo\.xml)"
)
# Parts that make a file refused, and why.
_REFUSED: Final = (
    (re.compile(r".*vba\w*\.(bin|xml)|.*/macrosheets/.*|.*/activeX/.*"), "upload-macros"),
    (re.compile(r"xl/revisions/.*"), "upload-tracked-changes"),
    (re.compile(r"xl/(externalLinks/.*|connections\.xml|queryTables/.*)"), "upload-foreign-links"),
    (re.compile(r".*/embeddings/.*\.(?!docx$|xlsx$|pptx$)[^.]*"), "upload-embedded"),
    (re.compile(r"word/(afchunk|altChunk).*"), "upload-embedded"),
)
_TRACKED: Final = frozenset(
    {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "delText"}
    | {"rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange"}
    | {"tblGridChange", "numberingChange", "tblPrExChange"}
)
_REMARKS: Final = frozenset(
    {"commentRangeStart", "commentRangeEnd", "commentReference", "legacyDrawing", "absPath"}
    | {"fileSharing", "attachedTemplate"}
)
_NAMES_PEOPLE: Final = frozenset({"author", "initials", "userId", "userName", "lastModifiedBy"})
_TAKEN_OUT: Final = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        rb"<w:r\b[^>]*>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:commentReference\b[^>]*/></w:r>",
        rb"<w:commentRange(?:Start|End)\b[^>]*/>",
        rb"<w:commentReference\b[^>]*/>",
        rb"<legacyDrawing\b[^>]*/>",
        rb"<fileSharing\b[^>]*/>",
        rb"<w:attachedTemplate\b[^>]*/>",
        (
            rb"<mc:AlternateContent\b[^>]*>(?:(?!</mc:AlternateContent>).)*<x15ac:absPath\b"
            rb"(?:(?!</mc:AlternateContent>).)*</mc:AlternateContent>"
        ),
        rb"\bdescr=\"(?:[A-Za-z]:|\\\\|file:)[^\"]*\"",  # where a picture lay on somebody's machine
    )
)
_IN_A_MACHINE: Final = re.compile(r"\s*(?:file:|[a-z]:[\\/]|\\\\)", re.IGNORECASE)
# A sheet's way to its printer's settings, which are dropped: they name the machine.
_PRINTER: Final = re.compile(rb'(<pageSetup\b[^>]*?)\s+r:id="[^"]*"')
_CORE = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="{_PROPS}'
    f'/package/2006/metadata/core-properties"/>'
).encode()
_APP = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="{_PROPS}'
    f'/officeDocument/2006/extended-properties"/>'
).encode()
_BLANK: Final = {"docProps/core.xml": _CORE, "docProps/app.xml": _APP}


def office_kind(content: bytes) -> str:
    """``docx``, ``xlsx`` or ``pptx``.

    Raises:
        BadInput: it is no Office file of today's kind.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise BadInput("upload-damaged") from error
    found = [kind for part, kind in _MAIN.items() if part in names]
    if len(found) != 1 or "[Content_Types].xml" not in names:
        raise BadInput("upload-kind-unknown")
    return found[0]


def cleaned_office(content: bytes, *, is_inside: bool = False) -> bytes:
    """The same document, written again part by part. ``is_inside``: it stands in another one.

    Raises:
        BadInput: it is damaged or locked, unpacks to too much, or holds what cannot be taken out:
            tracked changes, macros, embedded objects, links to other files.
    """
    parts = _unpacked(content)
    if is_inside and any("/embeddings/" in name for name in parts):
        raise BadInput("upload-embedded")  # however deep somebody packs them
    for name in parts:
        for pattern, code in _REFUSED:
            if pattern.fullmatch(name):
                raise BadInput(code)
    if b"macroEnabled" in parts["[Content_Types].xml"]:
        raise BadInput("upload-macros")
    gone = {name for name in parts if _DROPPED.fullmatch(name)}
    gone |= _drawings_of_comments(parts)
    gone |= {name for name in parts if name.endswith(".rels") and _owner(name) in gone}
    kept = {name: _cleaned(name, part, gone) for name, part in parts.items() if name not in gone}
    for name, part in kept.items():
        _look_through(name, part)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in kept.items():
            # A fixed time: when somebody saved it is a trace too.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            packed.writestr(entry, part, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _unpacked(content: bytes) -> dict[str, bytes]:
    """Every part, counted while it is unpacked: a zip's own word for its size may be a lie."""
    parts: dict[str, bytes] = {}
    left = _MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = [entry for entry in packed.infolist() if not entry.is_dir()]
            if len(entries) > _MOST_PARTS:
                raise BadInput("upload-unpacks-too-large")
            for entry in entries:
                if entry.flag_bits & 1:
                    raise BadInput("upload-encrypted")
                name = entry.filename
                if name in parts or name.startswith("/") or ".." in name.split("/") or "\\" in name:
                    raise BadInput("upload-damaged")
                with packed.open(entry) as part:
                    parts[name] = part.read(left + 1)
                left -= len(parts[name])
                if left < 0:
                    raise BadInput("upload-unpacks-too-large")
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
        raise BadInput("upload-damaged") from error
    except (NotImplementedError, RuntimeError) as error:
        raise BadInput("upload-damaged") from error
    return parts


def _owner(rels: str) -> str:
    """The part whose relationships a file holds: ``a/_rels/b.xml.rels`` is of ``a/b.xml``."""
    folder, name = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels"))


def _target(rels: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(_owner(rels)), target))


def _drawings_of_comments(parts: dict[str, bytes]) -> set[str]:
    """The old drawings that only show where a sheet's comments stand."""
    found = set()
    for name, part in parts.items():
        sheet = parts.get(_owner(name), b"")
        if not name.startswith("xl/worksheets/_rels/") or b"<legacyDrawing " not in sheet:
            continue
        wanted = re.findall(rb'<legacyDrawing [^>]*\bid="([^"]+)"', sheet)
        for relation in _parsed(part).iter(f"{_RELS}Relationship"):
            if relation.get("Id", "").encode() in wanted:
                found.add(_target(name, relation.get("Target", "")))
    return found


def _cleaned(name: str, part: bytes, gone: set[str]) -> bytes:
    if name in _BLANK:
        return _BLANK[name]
    if name == "[Content_Types].xml":
        return _without(part, f"{_TYPES}Override", lambda one: one.get("PartName", "")[1:] in gone)
    if name.endswith(".rels"):
        return _without(
            part,
            f"{_RELS}Relationship",
            lambda one: _leads_away(one) or _target(name, one.get("Target", "")) in gone,
        )
    if "/embeddings/" in name:
        return cleaned_office(part, is_inside=True)
    if part.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return cleaned_picture(part)
    if name.endswith((".xml", ".vml")):
        for pattern in _TAKEN_OUT:
            part = pattern.sub(b"", part)
        part = _PRINTER.sub(rb"\1", part)
    return part


def _leads_away(relation: ET.Element) -> bool:
    """A template on somebody's own machine; links that a reader presses stay.

    Raises:
        BadInput: a link leads into a machine, or something outside is drawn into the document when
            it is opened.
    """
    if relation.get("TargetMode") != "External":
        return False
    kind = relation.get("Type", "").rsplit("/", 1)[-1]
    if kind == "hyperlink" and not _IN_A_MACHINE.match(relation.get("Target", "")):
        return False
    if kind == "attachedTemplate":
        return True
    raise BadInput("upload-foreign-links")


def _without(part: bytes, tag: str, leaves: object) -> bytes:
    """A list of relationships or types without some entries."""
    assert callable(leaves)
    root = _parsed(part)
    for one in list(root.iter(tag)):
        if leaves(one):
            root.remove(one)
    ET.register_namespace("", tag[1:].partition("}")[0])
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))


def _parsed(part: bytes) -> ET.Element:
    """One part as XML, without entities: they are the way to make little text into much.

    Raises:
        BadInput: it declares entities, is in another encoding, or is no XML.
    """
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or part[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise BadInput("upload-damaged")
    try:
        return ET.fromstring(part)  # noqa: S314 - no document type, so no entities
    except ET.ParseError as error:
        raise BadInput("upload-damaged") from error


def _look_through(name: str, part: bytes) -> None:
    """Reads what is left and refuses what tells of people after all.

    Raises:
        BadInput: tracked changes, remarks or somebody's name are still there.
    """
    if not name.endswith(".xml") or name.startswith(("docProps/", "[Content")):
        return
    for element in _parsed(part).iter():
        space, _brace, tag = element.tag.rpartition("}")
        if tag in _TRACKED and "wordprocessingml" in space:
            raise BadInput("upload-tracked-changes")
        if tag in _REMARKS:
            raise BadInput("upload-cannot-clean")
        if any(key.rpartition("}")[2] in _NAMES_PEOPLE for key in element.attrib):
            raise BadInput("upload-cannot-clean")
