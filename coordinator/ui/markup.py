"""Small pieces of HTML from plain values. Every text is escaped; what it draws, look.css dresses.

Streamlit cleans this HTML once more in the browser (DOMPurify): scripts, SVG and event handlers
would be lost, while ``data-`` and ``aria-`` attributes, forms and buttons pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from coordinator.core.translation import _
from coordinator.core.worded import Tone
from coordinator.ui.text import escape, firm, soften, theirs

State = Tone

Progress = Literal["done", "now", "todo"]


@dataclass(frozen=True)
class AgendaLine:
    """One item as the agenda shows it. Planned and used time in whole minutes.

    ``presenter``: who presents it, if that is settled.
    """

    number: int
    title: str
    minutes_planned: int
    minutes_used: int | None = None
    state: Progress = "todo"
    presenter: str = ""


@dataclass(frozen=True)
class Step:
    """One step of a document's way; ``detail`` says when, until when or who."""

    title: str
    detail: str
    state: Literal["done", "now", "next"]


def icon(name: str) -> str:
    """A Material symbol that only eyes meet."""
    return f'<span class="icon" aria-hidden="true">{escape(name)}</span>'


def only_heard(text: str) -> str:
    """Words for those who listen, where others see a sign or a colour."""
    return f'<span class="only-heard">{escape(text)} </span>'


def chip_html(text: str, symbol: str, state: State) -> str:
    """A state as word, icon and ground."""
    return f'<span class="chip {state}">{icon(symbol)}{escape(text)}</span>'


def labelled_html(word: str, symbol: str, state: State, text: str, *, also: str = "") -> str:
    """A chip and what it labels, in one paragraph: a decision or an action point in the notes.

    ``also``: a further chip, as HTML.
    """
    return f'<p class="labelled">{chip_html(word, symbol, state)}{also} {escape(theirs(text))}</p>'


def mark_chip_html(word: str, *, examine: bool) -> str:
    """The mark of a paragraph that not everybody reads."""
    return chip_html(word, "policy" if examine else "lock", "late" if examine else "wait")


def finding_html(value: str, said: Iterable[str]) -> str:
    """One finding of the identity guard: the words it is about, and sentences about it."""
    return f"<li><b>{escape(theirs(value))}</b> {escape(' '.join(said))}</li>"


def prose_html(text: str) -> str:
    """What somebody wrote, paragraph by paragraph, exactly as typed; an empty one for nothing."""
    parts = [part for part in text.split("\n") if part.strip()]
    return "".join(f"<p>{escape(theirs(part))}</p>" for part in parts or [""])


def count_html(text: str) -> str:
    """``9 of 12 here``: short and strong."""
    return f'<span class="count">{escape(text)}</span>'


def link_html(address: str, label: str, *, look: str = "") -> str:
    """A link to another office page, without loading everything again; ``label`` is HTML."""
    kind = f"to-page {look}" if look else "to-page"
    return f'<a class="{kind}" href="{escape(address)}">{label}</a>'


def list_html(rows: Iterable[str]) -> str:
    """Rows that lines part, one element however many: text that stretches, then chip, then link."""
    return f'<ul class="rows" role="list">{"".join(f"<li>{row}</li>" for row in rows)}</ul>'


def line_html(title: str, detail: str = "", *, loud: bool = False) -> str:
    """A strong line with a quiet one below it, or with one as loud as other text."""
    tag = "span" if loud else 'span class="quiet"'
    below = f"<{tag}>{escape(soften(detail))}</span>" if detail else ""
    return f'<span class="line"><strong>{escape(soften(title))}</strong>{below}</span>'


def quiet_html(text: str) -> str:
    return f'<p class="quiet">{escape(soften(text))}</p>'


def paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def facts_html(facts: Iterable[tuple[str, str]]) -> str:
    """Label and value pairs: when, where, who."""
    pairs = "".join(
        f"<div><dt>{escape(k)}</dt><dd>{escape(soften(v))}</dd></div>" for k, v in facts
    )
    return f'<dl class="facts">{pairs}</dl>'


def changes_html(title: str, changes: Iterable[tuple[str, str, str]]) -> str:
    """Label, what stood there and what stands there now, row by row."""
    before, after = only_heard(_("Before:")), only_heard(_("Now:"))
    rows = "".join(
        f"<div><dt>{escape(label)}</dt><dd>{before}<del>{escape(old)}</del></dd>"
        f"<dd>{after}<ins>{escape(new)}</ins></dd></div>"
        for label, old, new in changes
    )
    return f'<p class="quiet">{escape(title)}</p><dl class="changes">{rows}</dl>'


def agenda_html(items: Sequence[AgendaLine]) -> str:
    """The agenda as an ordered list; the item under way is the current step."""
    begun = any(item.state != "todo" for item in items)
    lines = "".join(_agenda_line(item, begun=begun) for item in items)
    look = "agenda" if begun else "agenda ahead"
    return f'<div class="agenda-frame"><ol class="{look}" role="list">{lines}</ol></div>'


def _agenda_line(item: AgendaLine, *, begun: bool) -> str:
    room = "<span></span>" if begun else ""  # before the meeting no item has a sign
    signs = {"done": icon("check"), "now": icon("play_arrow"), "todo": room}
    heard = {"done": only_heard(_("Done:")), "now": only_heard(_("Now:")), "todo": ""}
    over = item.minutes_used is not None and item.minutes_used > item.minutes_planned
    kinds = " ".join([item.state, "over"] if over else [item.state])
    current = ' aria-current="step"' if item.state == "now" else ""
    who = f'<br><span class="quiet">{escape(soften(item.presenter))}</span>'
    return (
        f'<li class="{kinds}"{current}>{signs[item.state]}'
        f'<span class="title">{heard[item.state]}{item.number}. '
        f"{escape(soften(theirs(item.title)))}{who if item.presenter else ''}</span>"
        f'<span class="time">{escape(_time_used(item))}</span></li>'
    )


def _time_used(item: AgendaLine) -> str:
    if item.minutes_used is None:
        return _("{planned} min", planned=item.minutes_planned)
    return _("{used} of {planned} min", used=item.minutes_used, planned=item.minutes_planned)


def steps_html(steps: Sequence[Step]) -> str:
    """The way of a document, from draft to sent."""
    return (
        f'<ol class="steps" role="list">{"".join(_step(n, s) for n, s in enumerate(steps, 1))}</ol>'
    )


def _step(number: int, step: Step) -> str:
    signs = {
        "done": icon("check") + only_heard(_("Done:")),
        "now": icon("radio_button_checked") + only_heard(_("Now:")),
        "next": "",
    }
    current = ' aria-current="step"' if step.state == "now" else ""
    return (
        f'<li class="{step.state}"{current}><b>{signs[step.state]}<span>{number}. '
        f"{escape(step.title)}</span></b>{escape(step.detail)}</li>"
    )


def progress_html(text: str, part: int, whole: int) -> str:
    """A bar with the sentence that says the same; ``part`` of ``whole``, both counts."""
    return (
        f'<label class="progress"><span>{escape(text)}</span>'
        f'<progress value="{part}" max="{max(whole, 1)}">{part}/{whole}</progress></label>'
    )


def highlighted_html(segments: Iterable[tuple[str, bool]]) -> str:
    """A search hit's words, those that were found marked."""
    parts = [(escape(theirs(text)), hit) for text, hit in segments]
    shown = (f"<mark>{text}</mark>" if hit else text for text, hit in parts)
    return f'<p class="hit">{"".join(shown)}</p>'


def copy_html(label: str, text: str) -> str:
    """A button that copies ``text``; the page's own script does it when it is pressed."""
    done = _("Copied")
    return (
        f'<button type="button" class="plain-button" data-copy="{escape(firm(text))}" '
        f'data-copied="{escape(done)}">{icon("content_copy")}<span>{escape(label)}</span></button>'
    )


def kept_line_html(text: str, *, says: bool = False, loud: bool = False) -> str:
    """A line that keeps its room while it is empty. ``says``: read aloud when it changes."""
    look, heard = ("kept loud" if loud else "kept quiet"), (" data-say" if says else "")
    sign = icon("warning") if loud else ""
    return f'<p class="{look}"{heard}>{sign}{escape(soften(text))}</p>'


def saved_html(text: str) -> str:
    """A quiet state that is also read aloud when it changes, as "Saved 14.12"."""
    return f'<p class="quiet saved" data-say>{icon("cloud_done")}{escape(text)}</p>'


def tile_css(tiles: Iterable[tuple[str, State, bool]]) -> str:
    """The style of tiles by container key: ground, edge and colour of each one's state.

    And whether its words may need a second line, whose room it then keeps.
    """
    edges = {"ok": "solid", "sub": "double", "wait": "dotted", "no": "dashed"}
    rules = (
        f".st-key-tiles .st-key-{key} button{{--tile-state:var(--{state});"
        f"--tile-edge:{edges.get(state, 'solid')};"
        f"--tile-ground:var(--{'card' if state == 'wait' else f'{state}-ground'})"
        f"{';--tile-room:2.7em' if is_long else ''}}}"
        for key, state, is_long in tiles
    )
    return f"<style>{''.join(rules)}</style>"
