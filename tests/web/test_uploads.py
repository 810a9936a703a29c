"""Files on their way in: who may send them, and how much is held at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from coordinator.roster import usecases as roster
from coordinator.terms import usecases as terms
from coordinator.web import uploads
from tests.conftest import Cast
from tests.web.conftest import HOME, Site

MB = 1024 * 1024
UPLOADER = re.compile(r"\b(file_uploader|chat_input|audio_input|camera_input)\(")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def engine() -> str:
    """Nothing here depends on the engine."""
    return "sqlite"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What Streamlit says it holds; everything that came, until a test takes it out."""
    gone: set[str] = set()
    counted = uploads.Held()
    counted.ask(lambda page, file: f"{page}/{file}" not in gone)
    monkeypatch.setattr(uploads, "HELD", counted)
    return gone


def put(browser: TestClient, file: str, size: int, **headers: str) -> int:
    """The status of a file that claims this size; none of it is made."""
    about = {"Origin": HOME, "Content-Length": str(size), **headers}
    return int(browser.put(f"/_stcore/upload_file/{file}", headers=about).status_code)


def test_only_those_with_an_uploader_on_a_page_may_send_files(
    site: Site, cast: Cast, held: set[str]
) -> None:
    people = {name: site.signed_in(who.person_id) for name, who in cast.named().items()
              if name in {"coordinator", "member", "reader"}}  # fmt: skip

    assert put(site.browser(), "page/1", 10) == 403
    assert put(people["member"], "page/1", 10) == 403
    assert put(people["reader"], "page/1", 10) == 403
    assert site.reached == []
    assert put(people["coordinator"], "page/1", 10) == 200


def test_one_session_holds_so_much_and_no_more_on_all_its_pages(
    site: Site, cast: Cast, held: set[str]
) -> None:
    browser = site.signed_in(cast.coordinator.person_id)
    for number in range(5):
        assert put(browser, f"page-{number}/file", 10 * MB) == 200

    refused = browser.put(
        "/_stcore/upload_file/page-6/file", headers={"Origin": HOME, "Content-Length": str(MB)}
    )

    assert refused.status_code == 413
    assert "Stäng några av dem" in refused.text
    assert len(site.reached) == 5
    assert put(browser, "page-2/file", 10 * MB) == 200  # the same file again
    assert put(site.signed_in(cast.coordinator.person_id), "other/file", MB) == 200
    held.update({"page-0/file", "page-1/file"})
    assert put(browser, "page-6/file", 10 * MB) == 200
    assert put(browser, "page-7/file", 10 * MB) == 200
    assert put(browser, "page-8/file", 1) == 413


def test_many_small_files_are_bounded_too(
    site: Site, cast: Cast, held: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_FILES", 3)
    browser = site.signed_in(cast.coordinator.person_id)

    told = [put(browser, f"page/{number}", 1) for number in range(4)]

    assert told == [200, 200, 200, 413]


def test_a_file_that_was_not_taken_makes_room_again(held: set[str]) -> None:
    counted = uploads.Held()
    assert counted.begin("session", "page/1", uploads.MOST_BYTES)
    assert not counted.begin("session", "page/2", 1)

    counted.end("session", "page/1", is_kept=False)

    assert counted.begin("session", "page/2", uploads.MOST_BYTES)
    assert not counted.begin("another", "page/2", 1)  # the same page's file, on its way already


@pytest.mark.parametrize("length", ["", "-1", "1e3", "ten", "9" * 40, "²"])
def test_a_file_of_unknown_length_is_not_begun(
    site: Site, cast: Cast, held: set[str], length: str
) -> None:
    browser = site.signed_in(cast.coordinator.person_id)
    about: dict[str, str | bytes] = {"Origin": HOME, "Content-Length": length.encode()}

    answer = browser.put("/_stcore/upload_file/page/1", headers=about)

    assert answer.status_code == 411
    assert site.reached == []


def test_a_body_in_pieces_without_a_length_is_refused(
    site: Site, cast: Cast, held: set[str]
) -> None:
    browser = site.signed_in(cast.coordinator.person_id)

    answer = browser.put(
        "/_stcore/upload_file/page/1", content=iter([b"x" * 10] * 3), headers={"Origin": HOME}
    )

    assert answer.status_code == 411


def test_every_uploader_stands_behind_one_of_the_use_cases() -> None:
    ui = ROOT / "coordinator" / "ui"
    found = {
        str(file.relative_to(ROOT))
        for file in ui.rglob("*.py")
        if UPLOADER.search(file.read_text("utf-8"))
    }
    calls = {
        roster.preview_list: "coordinator/ui/group/people_upload.py",
        terms.preview_days: "coordinator/ui/settings/days_upload.py",
    }
    assert found == set(calls.values())
    assert set(calls) == set(uploads.BEHIND_UPLOADERS)
    for use_case, file in calls.items():
        assert f".{use_case.__name__}(" in (ROOT / file).read_text("utf-8")
