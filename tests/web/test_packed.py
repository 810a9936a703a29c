"""What is compressed, for whom, and that nothing with names on it ever is."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from coordinator.web import asset_files, packed
from coordinator.web.asgi import EXCEPTION_HANDLERS, MIDDLEWARE, ROUTES
from tests.conftest import Cast
from tests.web.conftest import Site

UNPACK: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}
ALL = {"Accept-Encoding": "gzip, deflate, br, zstd"}
BOOT = "/app-assets/boot.js"


@pytest.fixture
def engine() -> str:
    """Nothing here depends on the engine."""
    return "sqlite"


@pytest.mark.parametrize(
    ("wish", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP;Q=1.0", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("gzip;q=0.5, identity", None),
        ("identity;q=0.5, gzip;q=0.6", "gzip"),
        ("*", "br"),
        ("*;q=0", None),
        ("br;q=0, *", "gzip"),
        ("identity", None),
        ("deflate, zstd", None),
        ("br;q=high, gzip;q=nonsense", None),
        ("br;q=nan", None),
        (";;, ,;q=1", None),
        ("", None),
    ],
)
def test_the_reader_gets_the_coding_she_likes_best(wish: str, coding: str | None) -> None:
    assert packed.best_coding([wish]) == coding


@pytest.mark.parametrize("coding", sorted(UNPACK))
def test_a_file_comes_compressed_whole_and_with_what_a_cache_must_know(
    site: Site, coding: str
) -> None:
    path, file = next(
        (path, file) for path, file in packed.static_files().items() if "/index." in path
    )
    with site.browser().stream("GET", path, headers={"Accept-Encoding": coding}) as answer:
        raw = b"".join(answer.iter_raw())

    assert UNPACK[coding](raw) == file.read_bytes()
    assert answer.headers["content-encoding"] == coding
    assert int(answer.headers["content-length"]) == len(raw) < file.stat().st_size / 2
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["cache-control"] == "public, immutable, max-age=31536000"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert site.reached == []


def test_each_coding_has_a_tag_of_its_own_and_what_is_known_is_not_sent_again(site: Site) -> None:
    browser = site.browser()
    tags = {
        coding: browser.get(BOOT, headers={"Accept-Encoding": coding}).headers["etag"]
        for coding in ("br", "gzip", "identity")
    }
    assert len(set(tags.values())) == 3

    for coding, tag in tags.items():
        known = {"Accept-Encoding": coding, "If-None-Match": f'"other", W/{tag}'}
        answer = browser.get(BOOT, headers=known)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
        assert "content-encoding" not in answer.headers
    other = {"Accept-Encoding": "br", "If-None-Match": tags["gzip"]}
    assert browser.get(BOOT, headers=other).status_code == 200


def test_asking_for_the_head_or_for_a_part_works_as_before(site: Site) -> None:
    head = site.browser().head(BOOT, headers=ALL)
    part = site.browser().get(BOOT, headers={**ALL, "Range": "bytes=0-9"})

    assert (head.status_code, head.headers["content-encoding"]) == (200, "br")
    assert part.status_code == 206
    assert part.content == (asset_files.FOLDER / "boot.js").read_bytes()[:10]
    assert "content-encoding" not in part.headers
    assert "Accept-Encoding" in part.headers["vary"]


def test_a_file_is_compressed_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def pack(content: bytes) -> bytes:
        made.append(len(content))
        return brotli.compress(b"small")  # type: ignore[no-any-return]

    monkeypatch.setattr(packed, "_kept", {})
    monkeypatch.setattr(packed, "_PACKERS", {"br": pack})
    for _ in range(3):
        site.browser().get("/app-assets/plain.css", headers={"Accept-Encoding": "br;q=0.9"})

    assert len(made) == 1


def test_what_is_compressed_already_and_what_would_grow_is_left_alone(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packed, "_kept", {})
    monkeypatch.setattr(packed, "_PACKERS", {"br": lambda content: content + b"!"})

    grown = site.browser().get(BOOT, headers=ALL)
    font = site.browser().get("/app-assets/serif.woff2", headers=ALL)

    assert "content-encoding" not in grown.headers
    assert "content-encoding" not in font.headers
    assert font.headers["content-type"] == "font/woff2"


@pytest.mark.parametrize("path", ["/static/js/nowhere.js", "/static/", "/static/../index.html"])
def test_a_file_that_is_not_there_is_no_page(site: Site, path: str) -> None:
    assert site.browser().get(path).status_code == 404
    assert site.reached == []


def test_no_answer_but_a_file_is_ever_compressed(site: Site, cast: Cast) -> None:
    """Streamlit compresses whatever passes it, our routes too: its place is taken by one that
    would compress every single byte.
    """
    site.app = Starlette(
        routes=site.app.routes,
        middleware=[*MIDDLEWARE, Middleware(GZipMiddleware, minimum_size=1)],
        exception_handlers=dict(EXCEPTION_HANDLERS),
    )
    fixed = {route.path for route in ROUTES if "{" not in getattr(route, "path", "{")}  # type: ignore[attr-defined]
    more = {"/", "/meetings", "/media/x", "/nowhere", "/_stcore/host-config", "/sign-in/token"}
    more |= {"/my/search?group=exempelby&q=Karlsson", "/year-plan/exempelby/2026.pdf"}
    more |= {"/log-file/exempelby.csv", "/mail-files/exempelby.zip", "/poll/token"}
    seen = set()
    for person in (cast.coordinator.person_id, cast.member.person_id):
        browser = site.signed_in(person)
        for path in sorted(fixed | more):
            answer = browser.get(path, headers=ALL)
            seen.add(answer.status_code)
            assert "content-encoding" not in answer.headers, path
    assert len(fixed) > 15
    assert {200, 404} <= seen


def test_the_page_names_no_file_of_ours_that_is_missing(site: Site) -> None:
    """The font and the script of the pages are among the files that are served."""
    settings = (Path(__file__).parents[2] / ".streamlit/config.toml").read_text("utf-8")
    named = set(re.findall(r"/app-assets/([\w.]+)", settings))

    assert named == {"serif.woff2"}
    assert named <= set(asset_files.FILES)
