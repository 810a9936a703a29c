"""What a mail looks like: the same few parts in plain text and in HTML that Word can draw."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Body:
    """A mail's parts in the reader's language; everything is plain text and is escaped here.

    ``button``: what it says and where it leads. ``why``: why the reader gets this mail.
    """

    heading: str
    paragraphs: tuple[str, ...] = ()
    button: tuple[str, str] | None = None
    after: tuple[str, ...] = ()
    why: str = ""


def as_text(body: Body) -> str:
    parts = [body.heading, *body.paragraphs]
    if body.button:
        parts.append(f"{body.button[0]}:\n{body.button[1]}")
    parts += body.after
    if body.why:
        parts.append(f"--\n{body.why}")
    return "\n\n".join(parts)


def as_html(body: Body) -> str:
    paragraphs = "".join(f"<p>{escape(text)}</p>" for text in body.paragraphs)
    after = "".join(f"<p>{escape(text)}</p>" for text in body.after)
    button = ""
    if body.button:
        says, leads = map(escape, body.button)
        button = f'<p><a href="{leads}">{says}</a></p>'
    return f"<h1>{escape(body.heading)}</h1>{paragraphs}{button}{after}<p>{escape(body.why)}</p>"
