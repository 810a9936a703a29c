"""Texts that would be dangerous if anything took them for more than text."""

from __future__ import annotations

NASTY = (
    "<script>kanin()</script><img src=x onerror=kanin()><a href=javascript:kanin()>kanin</a>"
    '"><b onmouseover="kanin()">kanin</b> [kanin](javascript:kanin()) '
    "![kanin](http://kanin.example/kanin.png) :material/kanin: :red[kanin] $kanin$ **kanin**"
)
