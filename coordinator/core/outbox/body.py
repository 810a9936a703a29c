"""What a mail looks like: the same few parts in plain text and in HTML that Word can draw.

Outlook draws with Word: margins count on paragraphs, padding on table cells only. So the button is
the one table, and everything else is paragraphs. No colours but the button's, so that a dark mail
program stays dark; no style sheet and no image.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

from coordinator.core.translation import _, language

_LETTERS: Final = "font-family:'Segoe UI',Arial,sans-serif"
_PLAIN: Final = f"{_LETTERS};font-size:16px;line-height:24px;mso-line-height-rule:exactly"
_SMALL: Final = f"{_LETTERS};font-size:14px;line-height:20px;mso-line-height-rule:exactly"
_HEADING: Final = f"margin:0 0 16px;{_LETTERS};font-size:22px;line-height:28px;font-weight:bold"
_PART: Final = f"margin:24px 0 8px;{_LETTERS};font-size:18px;line-height:24px;font-weight:bold"
_INK: Final = "#ffffff"  # on the button
_LEAD: Final = "#0f5566"


@dataclass(frozen=True)
class Body:
    """A mail's parts in the reader's language; everything is plain text and is escaped here.

    ``facts``: label and value, such as when and where. ``deadline``: until when something is asked
    for. ``button``: what it says and where it leads. ``items`` under ``items_title``: a numbered
    list, such as the agenda. ``why``: why the reader gets this mail; ``links`` stand below it.
    """

    heading: str
    paragraphs: tuple[str, ...] = ()
    button: tuple[str, str] | None = None
    after: tuple[str, ...] = ()
    why: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    deadline: str = ""
    items_title: str = ""
    items: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def as_text(body: Body) -> str:
    parts = [body.heading.upper()]
    if body.facts:
        parts.append("\n".join(f"{label}: {value}" for label, value in body.facts))
    parts += body.paragraphs
    if body.deadline:
        parts.append(body.deadline)
    if body.button:
        parts.append(f"{body.button[0]}:\n{body.button[1]}")
    parts += body.after
    if body.items:
        numbered = [f"{number}. {item}" for number, item in enumerate(body.items, start=1)]
        title = [body.items_title.upper()] if body.items_title else []
        parts.append("\n".join([*title, *numbered]))
    foot = [body.why] if body.why else []
    foot += [f"{says}: {leads}" for says, leads in body.links]
    if foot:
        parts.append("\n".join(["--", *foot]))
    return "\n\n".join(parts)


def as_html(body: Body) -> str:
    """A whole HTML document."""
    return (
        f'<!DOCTYPE html>\n<html lang="{language()}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(body.heading)}</title></head>\n"
        '<body style="margin:0;padding:24px"><div style="max-width:600px">\n'
        + "\n".join(_parts(body))
        + "\n</div></body></html>\n"
    )


def _parts(body: Body) -> Iterator[str]:
    yield f'<h1 style="{_HEADING}">{escape(body.heading)}</h1>'
    if body.facts:
        lines = (f"<b>{escape(label)}:</b> {escape(value)}" for label, value in body.facts)
        yield _paragraph("<br>".join(lines))
    for text in body.paragraphs:
        yield _paragraph(_lines(text))
    if body.deadline:
        yield _paragraph(f"<b>{escape(body.deadline)}</b>")
    if body.button:
        yield from _button(*body.button)
    for text in body.after:
        yield _paragraph(_lines(text))
    if body.items:
        if body.items_title:
            yield f'<h2 style="{_PART}">{escape(body.items_title)}</h2>'
        items = "".join(f'<li style="margin:0 0 4px">{escape(item)}</li>' for item in body.items)
        yield f'<ol style="margin:0 0 16px;padding:0 0 0 28px;{_PLAIN}">{items}</ol>'
    if body.why or body.links:
        links = (f'<a href="{escape(leads)}">{escape(says)}</a>' for says, leads in body.links)
        foot = " ".join([_lines(body.why), *links]).strip()
        yield (
            '<hr style="margin:24px 0 16px;border:0;border-top:1px solid #999999">'
            f'<p style="margin:0;{_SMALL}">{foot}</p>'
        )


def _button(says: str, leads: str) -> Iterator[str]:
    says, leads = escape(says), escape(leads)
    yield (
        '<table role="presentation" border="0" cellspacing="0" cellpadding="0"><tr>'
        f'<td bgcolor="{_LEAD}" style="padding:12px 24px;border-radius:6px">'
        f'<a href="{leads}" style="{_PLAIN};color:{_INK};font-weight:bold;text-decoration:none">'
        f'<span style="color:{_INK}">{says}</span></a></td></tr></table>'
    )
    copy = escape(_("Or copy the link:"))
    yield f'<p style="margin:8px 0 16px;{_PLAIN};word-break:break-word">{copy} {leads}</p>'


def _paragraph(inner: str) -> str:
    return f'<p style="margin:0 0 16px;{_PLAIN}">{inner}</p>'


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
