"""Real files of every kind: what tells of people is gone, and the document still says the same."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from typing import Any, cast

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from PIL import Image, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

from coordinator.core.errors import BadInput
from coordinator.core.messages import SENTENCES
from coordinator.core.uploads.cleaning import FileKind, clean_file

WHO = "Karin Kanariesson"  # stands wherever a program writes who did it
KEPT = "Det som dokumentet handlar om"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(parts: dict[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name, part in parts.items():
            is_packed = name.endswith((".docx", ".jpeg", ".png"))
            out.writestr(name, part, zipfile.ZIP_STORED if is_packed else None)
    return target.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        return {name: source.read(name) for name in source.namelist()}


def relations(*pairs: tuple[str, str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in pairs
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def properties() -> dict[str, bytes | str]:
    """What Office writes about the writer."""
    return {
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:creator>{WHO}</dc:creator><cp:lastModifiedBy>{WHO}</cp:lastModifiedBy>"
            "</cp:coreProperties>"
        ),
        "docProps/app.xml": f"<Properties><Company>{WHO}</Company></Properties>",
        "docProps/custom.xml": f"<Properties><property>{WHO}</property></Properties>",
        "docProps/thumbnail.jpeg": picture("JPEG"),
        "customXml/item1.xml": f"<who>{WHO}</who>",
    }


def types(*parts: str) -> str:
    lines = "".join(f'<Override PartName="/{part}" ContentType="x/y+xml"/>' for part in parts)
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/xml"/>'
        f'<Default Extension="jpeg" ContentType="image/jpeg"/>{lines}</Types>'
    )


def document(body: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}" xmlns:mc="{MC}" '
        f'xmlns:r="{R}" xmlns:w14="urn:w14" mc:Ignorable="w14"><w:body>{body}</w:body></w:document>'
    )


COMMENTED = (
    '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>'
    f'{KEPT}</w:t></w:r><w:commentRangeEnd w:id="0"/>'
    '<w:r><w:rPr><w:rStyle w:val="x"/></w:rPr><w:commentReference w:id="0"/></w:r></w:p>'
)


def docx(body: str = COMMENTED, /, **more: Any) -> bytes:
    return packed(
        {
            "[Content_Types].xml": types(
                "word/document.xml", "word/comments.xml", "docProps/custom.xml"
            ),
            "_rels/.rels": relations(
                ("rId1", "officeDocument", "word/document.xml"),
                ("rId2", "core-properties", "docProps/core.xml"),
                ("rId3", "custom-properties", "docProps/custom.xml"),
                ("rId4", "thumbnail", "docProps/thumbnail.jpeg"),
            ),
            "word/document.xml": document(body),
            "word/_rels/document.xml.rels": relations(
                ("rId1", "comments", "comments.xml"),
                ("rId2", "image", "media/image1.jpeg"),
                ("rId3", "customXml", "../customXml/item1.xml"),
                ("rId4", "people", "people.xml"),
            ),
            "word/comments.xml": f'<c xmlns:w="{W}"><w:comment w:author="{WHO}"/></c>',
            "word/people.xml": f"<people>{WHO}</people>",
            "word/media/image1.jpeg": picture("JPEG"),
            **properties(),
            **{name.replace("___", "/_").replace("__", "/"): part for name, part in more.items()},
        }
    )


def pptx() -> bytes:
    return packed(
        {
            "[Content_Types].xml": types("ppt/presentation.xml", "ppt/commentAuthors.xml"),
            "_rels/.rels": relations(("rId1", "officeDocument", "ppt/presentation.xml")),
            "ppt/presentation.xml": f"<p>{KEPT}</p>",
            "ppt/_rels/presentation.xml.rels": relations(
                ("rId1", "commentAuthors", "commentAuthors.xml")
            ),
            "ppt/commentAuthors.xml": f"<a>{WHO}</a>",
            "ppt/comments/comment1.xml": f"<a>{WHO}</a>",
            "ppt/media/image1.png": picture("PNG"),
            **properties(),
        }
    )


def xlsx() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = KEPT
    sheet["A1"].comment = Comment("fråga", WHO)
    book.properties.creator = book.properties.lastModifiedBy = WHO
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def picture(kind: str) -> bytes:
    image = Image.new("RGB", (60, 40), (200, 30, 30))
    image.paste((30, 30, 200), (0, 0, 30, 40))
    target = io.BytesIO()
    if kind == "JPEG":
        exif = Image.Exif()
        exif[0x013B] = WHO  # artist
        exif[0x0112] = 6  # turned a quarter
        exif.get_ifd(0x8825)[2] = (55.0, 22.0, 30.0)  # where it was taken
        image.save(target, "JPEG", exif=exif, comment=WHO.encode())
    else:
        told = PngImagePlugin.PngInfo()
        told.add_text("Author", WHO)
        image.save(target, "PNG", pnginfo=told)
    return target.getvalue() + f"behind the picture: {WHO}".encode()


def pdf(change: Callable[[PdfWriter], object] = lambda _writer: None) -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    body = StreamObject()
    body.set_data(f"BT ({KEPT}) Tj ET".encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(body)
    writer.add_metadata({"/Author": WHO, "/Title": WHO, "/Creator": WHO})
    told = StreamObject()
    told.set_data(f"<x:xmpmeta>{WHO}</x:xmpmeta>".encode())
    writer._root_object[NameObject("/Metadata")] = writer._add_object(told)
    remark = FreeText(text=f"Tycker {WHO}", rect=(10, 10, 90, 90))
    remark[NameObject("/T")] = TextStringObject(WHO)
    writer.add_annotation(0, remark)
    writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://example.se"))
    change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


FILES: dict[str, tuple[FileKind, Callable[[], bytes]]] = {
    "Word": (FileKind.DOCX, docx),
    "Excel": (FileKind.XLSX, xlsx),
    "PowerPoint": (FileKind.PPTX, pptx),
    "PDF": (FileKind.PDF, pdf),
    "JPEG": (FileKind.JPEG, lambda: picture("JPEG")),
    "PNG": (FileKind.PNG, lambda: picture("PNG")),
}


def everything(content: bytes) -> bytes:
    """All bytes of a file, unpacked as far as they can be."""
    said = content
    if content[:2] == b"PK":
        said += b"".join(everything(part) for part in parts_of(content).values())
    if content[:5] == b"%PDF-":
        reader = PdfReader(io.BytesIO(content))
        said += str([reader.get_object(n + 1) for n in range(len(reader.xref[0]))]).encode()
        said += b"".join(
            one.get_data()
            for n in range(len(reader.xref[0]))
            if isinstance(one := reader.get_object(n + 1), StreamObject)
        )
    return said


@pytest.mark.parametrize("name", FILES)
def test_nobodys_name_is_left_in_the_file(name: str) -> None:
    kind, make = FILES[name]
    content = make()
    assert WHO.encode() in everything(content)

    clean = clean_file(content)

    assert clean.kind is kind
    assert WHO.encode() not in everything(clean.content)
    assert b"Kanariesson" not in everything(clean.content)


@pytest.mark.parametrize("name", FILES)
def test_a_clean_file_stays_as_it_is_when_cleaned_again(name: str) -> None:
    once = clean_file(FILES[name][1]())

    assert clean_file(once.content).kind is once.kind


def test_a_word_document_still_says_what_it_said() -> None:
    parts = parts_of(clean_file(docx()).content)

    text = parts["word/document.xml"].decode()
    assert KEPT in text
    assert "comment" not in text
    assert 'mc:Ignorable="w14"' in text
    assert "word/comments.xml" not in parts
    assert b"comments" not in parts["[Content_Types].xml"] + parts["word/_rels/document.xml.rels"]
    assert b"media/image1.jpeg" in parts["word/_rels/document.xml.rels"]
    assert b"custom" not in parts["_rels/.rels"]


def test_a_workbook_opens_with_its_cells_and_without_its_comments() -> None:
    book = load_workbook(io.BytesIO(clean_file(xlsx()).content))

    sheet = book.active
    assert sheet is not None
    assert sheet["A1"].value == KEPT
    assert sheet["A1"].comment is None


def test_a_pdf_keeps_its_pages_and_links() -> None:
    reader = PdfReader(io.BytesIO(clean_file(pdf()).content))

    assert len(reader.pages) == 1
    content = reader.pages[0].get_contents()
    assert content is not None
    assert KEPT.encode("latin-1") in content.get_data()
    links = cast("list[Any]", reader.pages[0]["/Annots"])
    assert [one.get_object()["/Subtype"] for one in links] == ["/Link"]
    assert not reader.metadata or "/Author" not in reader.metadata


def test_a_picture_stands_upright_without_place_or_camera() -> None:
    with Image.open(io.BytesIO(clean_file(picture("JPEG")).content)) as image:
        assert image.size == (40, 60)
        assert dict(image.getexif()) == {}
        red, _green, blue = image.convert("RGB").getpixel((20, 5))  # type: ignore[misc]
        assert blue > red
    with Image.open(io.BytesIO(clean_file(picture("PNG")).content)) as image:
        assert image.size == (60, 40)
        assert not image.info.get("Author")


def with_script(writer: PdfWriter) -> None:
    act = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x()")}
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(act)


def with_launch(writer: PdfWriter) -> None:
    act = {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")}
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(act)


def locked(writer: PdfWriter) -> None:
    writer.encrypt("hemligt", algorithm="RC4-128")


def lying_zip() -> bytes:
    """Eighty thousand times smaller than what it holds."""
    return docx(**{"word__media__x.bin": b"\0" * (220 * 1024**2)})


def linked(target: str) -> bytes:
    relation = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{OFFICE}/hyperlink" TargetMode="External" Target="{target}"/></Relationships>'
    )
    return docx(**{"word___rels__x.xml.rels": relation})


def nested(depth: int) -> bytes:
    inner = docx()
    for _ in range(depth):
        inner = docx(**{"word__embeddings__a.docx": inner})
    return inner


def with_link_to(address: str) -> Callable[[PdfWriter], object]:
    return lambda writer: writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url=address))


def tracked(tag: str) -> str:
    return f'<w:p><w:{tag} w:id="1" w:author="{WHO}"><w:r><w:t>x</w:t></w:r></w:{tag}></w:p>'


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "upload-empty"),
    "text": (lambda: b"hello", "upload-kind-unknown"),
    "program": (lambda: b"MZ\x90\0" + b"\0" * 200, "upload-kind-unknown"),
    "web page": (lambda: b"<html><script>x</script></html>", "upload-kind-unknown"),
    "drawing with a script": (lambda: b"<svg onload='x()'/>", "upload-kind-unknown"),
    "other zip": (lambda: packed({"a.txt": "x"}), "upload-kind-unknown"),
    "old Word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "upload-old-or-locked"),
    "too large": (lambda: b"\xff\xd8\xff" + b"\0" * (11 * 1024**2), "upload-too-large"),
    "half a document": (lambda: docx()[:400], "upload-damaged"),
    "half a picture": (lambda: picture("JPEG")[:300], "upload-damaged"),
    "half a PDF": (lambda: pdf()[:300], "upload-damaged"),
    "lying zip": (lying_zip, "upload-unpacks-too-large"),
    "many parts": (
        lambda: docx(**{f"word__x{n}.bin": b"" for n in range(5001)}),
        "upload-unpacks-too-large",
    ),
    "entities": (
        lambda: docx(**{"word__x.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        "upload-damaged",
    ),
    "way out of the folder": (lambda: docx(**{"..__x.xml": "<a/>"}), "upload-damaged"),
    "inserted": (lambda: docx(tracked("ins")), "upload-tracked-changes"),
    "deleted": (lambda: docx(tracked("del")), "upload-tracked-changes"),
    "moved": (lambda: docx(tracked("moveFrom")), "upload-tracked-changes"),
    "macros": (lambda: docx(**{"word__vbaProject.bin": b"x"}), "upload-macros"),
    "object": (lambda: docx(**{"word__embeddings__oleObject1.bin": b"x"}), "upload-embedded"),
    "author elsewhere": (
        lambda: docx(**{"word__x.xml": f'<a xmlns:w="{W}" w:author="{WHO}"/>'}),
        "upload-cannot-clean",
    ),
    "picture from elsewhere": (
        lambda: docx(
            **{
                "word___rels__x.xml.rels": (
                    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" '
                    f'Type="{OFFICE}/image" TargetMode="External" Target="http://x.example/a.png"/>'
                    "</Relationships>"
                )
            }
        ),
        "upload-foreign-links",
    ),
    "link into a machine": (
        lambda: linked("file:///C:/Users/karin.kanariesson/brev.docx"),
        "upload-foreign-links",
    ),
    "link into a share": (lambda: linked("\\\\server\\karin\\brev.docx"), "upload-foreign-links"),
    "documents in documents in documents": (lambda: nested(400), "upload-embedded"),
    "PDF with a link into a machine": (
        lambda: pdf(with_link_to("file:///C:/Users/karin.kanariesson/x.pdf")),
        "upload-active",
    ),
    "PDF with script": (lambda: pdf(with_script), "upload-active"),
    "PDF that starts a program": (lambda: pdf(with_launch), "upload-active"),
    "PDF with a file inside": (
        lambda: pdf(lambda writer: writer.add_attachment("a.txt", b"x")),
        "upload-active",
    ),
    "locked PDF": (lambda: pdf(locked), "upload-encrypted"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_made_safe_is_refused_in_words(name: str) -> None:
    make, code = REFUSED[name]

    with pytest.raises(BadInput) as refused:
        clean_file(make())

    assert refused.value.code == code
    assert code in SENTENCES


def test_a_picture_of_too_many_points_is_refused_before_it_is_drawn() -> None:
    target = io.BytesIO()
    Image.new("1", (9000, 9000)).save(target, "PNG")

    with pytest.raises(BadInput, match="upload-unpacks-too-large"):
        clean_file(target.getvalue())


@pytest.mark.parametrize("name", FILES)
def test_damage_anywhere_is_refused_in_words_or_harmless(name: str) -> None:
    whole = FILES[name][1]()
    dice = random.Random(20261122)
    codes = []
    for _ in range(60):
        damaged = bytearray(whole)
        damaged[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
        try:
            clean_file(bytes(damaged))
        except BadInput as error:  # anything else would be our fault
            codes.append(error.code)
    assert set(codes) <= set(SENTENCES)


def test_a_name_says_nothing_about_a_file() -> None:
    """There is no name to believe: the kind is read from the content alone."""
    assert clean_file(picture("PNG")).content_type == "image/png"
    assert clean_file(docx()).content_type.endswith("wordprocessingml.document")


def test_a_link_to_the_web_stays_in_a_document() -> None:
    parts = parts_of(clean_file(linked("https://www.example.se/")).content)
    assert b"https://www.example.se/" in parts["word/_rels/x.xml.rels"]


def test_a_workbook_loses_its_printer_and_still_opens() -> None:
    parts: dict[str, bytes | str] = {**parts_of(xlsx())}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert isinstance(sheet, bytes)
    setup = f'<pageSetup xmlns:r="{R}" paperSize="9" r:id="rIdP"/></worksheet>'.encode()
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</worksheet>", setup)
    rels = parts["xl/worksheets/_rels/sheet1.xml.rels"]
    assert isinstance(rels, bytes)
    printer = (
        f'<Relationship Id="rIdP" Type="{OFFICE}/printerSettings" '
        'Target="../printerSettings/printerSettings1.bin"/></Relationships>'
    ).encode()
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = rels.replace(b"</Relationships>", printer)
    parts["xl/printerSettings/printerSettings1.bin"] = "\\\\SERVER\\Karins skrivare".encode(
        "utf-16"
    )

    clean = clean_file(packed(parts)).content

    left = parts_of(clean)
    assert not any("printerSettings" in name for name in left)
    assert b"rIdP" not in everything(clean)
    assert load_workbook(io.BytesIO(clean)).worksheets[0]["A1"].value == KEPT


def test_a_picture_does_not_tell_where_it_lay() -> None:
    said = r'<w:p><a descr="C:\Users\karin.kanariesson\Bilder\x.jpg"/><a descr="Ett träd"/></w:p>'
    clean = everything(clean_file(docx(said)).content)
    assert b"karin" not in clean
    assert "Ett träd".encode() in clean
