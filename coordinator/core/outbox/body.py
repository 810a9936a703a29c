"""What a mail looks like: the same few parts in plain text and in HTML that Word can draw."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from coordinator.core.translation import _, language


@dataclass(frozen=True)
class Body:
    """A mail's parts in the reader's language, as plain text: the templates escape it.

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
    return _template("mail.txt").render(body=body).removesuffix("\n")


def as_html(body: Body) -> str:
    """A whole HTML document."""
    return _template("mail.html").render(body=body)


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=name.endswith(".html"),
    )
    environment.globals["_"] = _
    environment.globals["language"] = language
    return environment.get_template(name)
