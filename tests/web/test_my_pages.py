"""The members' plain pages: own meetings, approved notes, the own agency's points, nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import httpx
import pytest
from bs4 import BeautifulSoup

from coordinator.access import cookies
from coordinator.actions import usecases as actions
from coordinator.core import addresses
from coordinator.core.office import Office
from coordinator.installation import usecases as installation
from coordinator.invitations import usecases as invitations
from coordinator.invitations.views import Answer
from coordinator.meetings import usecases as meetings
from coordinator.minutes import usecases as minutes
from coordinator.minutes.lifecycle import MinutesEvent
from coordinator.roster import usecases as roster
from coordinator.roster.views import Duty
from coordinator.wiring import shell_actor
from tests.conftest import Cast, Hand, Prepare
from tests.invitations.helpers import joined_by
from tests.meetings.helpers import agency, at, booked
from tests.minutes.helpers import held, item_of, note, taken
from tests.statements import count_statements
from tests.web.conftest import HOME, Site, link_by_mail, press_button, send

MOST = 15  # SQL statements of a request
GROUP = "group=exempelby"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)


@dataclass(frozen=True)
class History:
    """A held meeting with approved notes, one with a draft, one to come; a point per agency."""

    approved: str
    draft: str
    coming: str
    own_point: int
    other_point: int
    elsewhere: str
    point_elsewhere: int


def _made(office: Office, cast: Cast, _hand: Hand) -> History:
    chief = cast.coordinator
    first = held(office, chief, "Kontaktkortet trycks om.")
    minutes_before = first.line.code
    with_decision = item_of(first, 4)
    own = actions.add_action_point(
        office, chief, text="Boka lokal", agency_id=agency(office, chief, "umo"),
        due_day=date(2026, 8, 10), meeting_code=minutes_before, item_id=with_decision,
    )  # fmt: skip
    other = actions.add_action_point(
        office, chief, text="Polisens eget ärende", agency_id=agency(office, chief, "polis"),
        meeting_code=minutes_before,
    )  # fmt: skip
    minutes.add_decision(office, chief, item_id=with_decision, text="Kortet trycks på sju språk.")
    taken(office, chief, minutes_before, MinutesEvent.CIRCULATE, MinutesEvent.APPROVE)
    second = booked(office, chief, "2026-10-07")
    running = meetings.start(office, chief, code=second, version=1)
    note(office, chief, item_of(running, 4), "Ett hemligt utkast.")
    meetings.close(office, chief, code=second, version=running.line.version)
    coming = booked(office, chief, "2026-11-25", venue="Kommunhuset, rum 4")
    outside = shell_actor(office, "andraby")
    foreign = booked(office, outside, "2026-11-26")
    theirs = actions.add_action_point(
        office, outside, text="Andrabys ärende", agency_id=agency(office, outside, "umo")
    )
    return History(minutes_before, second, coming, own.id, other.id, foreign, theirs.id)


@pytest.fixture
def made(prepare: Prepare) -> tuple[Office, History]:
    return prepare("what members read", _made)


@pytest.fixture
def office(made: tuple[Office, History]) -> Office:
    return made[0]


@pytest.fixture
def history(made: tuple[Office, History]) -> History:
    return made[1]


@pytest.fixture
def member(site: Site, cast: Cast) -> httpx.Client:
    return site.signed_in(cast.member.person_id)


def text_of(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    return " ".join(BeautifulSoup(answer.text, "html.parser").get_text(" ").split())


def form_of(answer: httpx.Response, path: str) -> dict[str, str]:
    """The hidden fields of the form that is sent to the path."""
    page = BeautifulSoup(answer.text, "html.parser")
    form = next(each for each in page.select("form") if str(each["action"]).startswith(path))
    return {str(field["name"]): str(field["value"]) for field in form.select("[type=hidden]")}


def pages(history: History) -> list[str]:
    return [
        addresses.MY,
        addresses.MY_MEETINGS,
        addresses.my_meeting(history.approved, group="exempelby"),
        addresses.my_meeting(history.draft, group="exempelby"),
        addresses.my_meeting(history.coming, group="exempelby"),
        addresses.MY_ACTIONS,
        addresses.my_action(history.own_point, group="exempelby"),
        f"{addresses.MY_SEARCH}?q=kontaktkortet",
        addresses.MY_SEARCH,
        addresses.MY_PRIVACY,
        addresses.MY_ACCESSIBILITY,
        addresses.MY_HELP,
    ]


# What a member reads --------------------------------------------------------------------------


def test_min_sida_tells_of_the_next_meeting_the_own_answer_points_and_notes(
    site: Site, cast: Cast, member: httpx.Client, history: History
) -> None:
    before = text_of(member.get("/my"))
    invitations.type_in_reply(
        site.office, cast.coordinator, code=history.coming,
        person_id=cast.member.person_id or 0, answer=Answer.ACCEPTED,
    )  # fmt: skip
    after = text_of(member.get("/my"))

    assert "onsdag 25 november (v. 48) kl. 13.30–15.30" in after
    assert "Kommunhuset, rum 4" in after
    assert "Ungdomsmottagningen" in after
    assert "Du har inte svarat ännu." in before
    assert "Ditt svar Jag kommer Inskrivet av samordnaren" in after
    assert "1 av 12 verksamheter" in after
    assert "Boka lokal Försenad Klar till måndag 10 augusti (v. 33)" in after
    assert "Mötet onsdag 16 september (v. 38)" in after
    assert "Polisens" not in after


def test_the_joining_link_stands_on_the_personal_page_and_nowhere_else(
    site: Site, member: httpx.Client, history: History
) -> None:
    joined_by(site.office, history.coming, "https://video.example.se/rum")

    found = [path for path in pages(history) if "video.example.se" in member.get(path).text]

    assert found == ["/my"]


def test_a_joining_link_that_is_no_web_address_is_no_link(
    site: Site, member: httpx.Client, history: History
) -> None:
    joined_by(site.office, history.coming, "javascript:alert(1)")

    page = BeautifulSoup(member.get("/my").text, "html.parser")

    assert not [a for a in page.select("a") if not str(a["href"]).startswith(("/", "#"))]


def test_the_year_lists_meetings_with_their_notes_and_calendar_files(
    member: httpx.Client, history: History
) -> None:
    answer = member.get("/my/meetings")
    page = BeautifulSoup(answer.text, "html.parser")

    links = {str(a["href"]) for a in page.select("main a")}
    assert addresses.calendar_file("exempelby", history.coming) in links
    assert addresses.my_meeting(history.draft, group="exempelby") in links
    readable = [a for a in page.select("main a") if "Läs anteckningarna" in a.text]
    assert [a["href"] for a in readable] == [
        addresses.my_meeting(history.approved, group="exempelby")
    ]
    assert "Inget möte är bokat" in text_of(member.get("/my/meetings?year=2020"))
    assert text_of(member.get("/my/meetings?year=abcd")) == text_of(answer)


def test_approved_notes_are_read_item_by_item_with_decisions_and_own_points(
    member: httpx.Client, history: History
) -> None:
    page = text_of(member.get(f"/my/meetings/{history.approved}"))

    assert "Kontaktkortet trycks om." in page
    assert f"Beslut {history.approved} § 1 Kortet trycks på sju språk." in page
    assert "Boka lokal" in page
    assert "Polisens" not in page


def test_a_draft_is_nowhere(member: httpx.Client, history: History) -> None:
    page = text_of(member.get(f"/my/meetings/{history.draft}"))

    assert "Anteckningarna går att läsa här när de är justerade." in page
    assert "utkast" not in page
    assert "Inget hittades" in text_of(member.get("/my/search?q=utkast"))


def test_search_finds_what_a_member_may_read(member: httpx.Client, history: History) -> None:
    answer = member.get("/my/search?q=kontaktkortet")

    page = BeautifulSoup(answer.text, "html.parser")
    assert [a["href"] for a in page.select("main .list a")] == [
        addresses.my_meeting(history.approved, group="exempelby", item=4)
    ]
    assert "kontaktkortet" not in str(page.title).lower()
    assert "Inget hittades" in text_of(member.get("/my/search?q=polisens"))
    assert "Inget hittades" in text_of(member.get("/my/search?q=andrabys"))
    assert member.get("/my/search?q=%00%ff&page=99999999").status_code == 200


def test_nobody_elses_name_stands_on_any_page(member: httpx.Client, history: History) -> None:
    for path in pages(history):
        page = member.get(path).text
        for name in ("Jonas", "Vera", "Åsa Övning", "@example.se"):
            assert name not in page, (path, name)


# However the address is edited ----------------------------------------------------------------


def test_what_is_not_the_readers_gets_one_and_the_same_answer(
    member: httpx.Client, history: History
) -> None:
    tried = [
        "/my/nowhere",
        "/my/meetings/HT2026-99",
        f"/my/meetings/{history.coming}?group=andraby",
        f"/my/meetings/{history.coming}?group=nowhere",
        "/my/meetings/%2e%2e%2factions",
        "/my/meetings/' OR 1=1 --",
        f"/my/actions/{history.other_point}",
        f"/my/actions/{history.point_elsewhere}",
        f"/my/actions/{history.own_point}?group=andraby",
        "/my/actions/999999",
        "/my/actions/0",
        "/my/actions/-1",
        "/my/actions/١",
        "/my/actions/" + "9" * 40,
        "/my?group=andraby",
        "/my?group=",
        "/my/actions?group=andraby",
        "/my/search?group=andraby&q=x",
    ]

    answers = {path: member.get(path) for path in tried}

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(
        tried, 404
    )
    assert len({answer.text for answer in answers.values()}) == 1
    assert {answer.headers["content-security-policy"] for answer in answers.values()} == {POLICY}


def test_another_groups_meeting_has_no_calendar_file_here(
    member: httpx.Client, history: History
) -> None:
    for group in ("andraby", "nowhere"):
        assert member.get(addresses.calendar_file(group, history.elsewhere)).status_code == 404


def test_office_pages_send_a_member_home(
    site: Site, member: httpx.Client, history: History
) -> None:
    for name in ("", *addresses.PAGES[1:]):
        answer = member.get(f"/{name}?{GROUP}&meeting={history.draft}")

        assert (answer.status_code, answer.headers["location"]) == (303, f"/my?{GROUP}"), name
    assert site.reached == []


def test_without_a_session_every_page_asks_to_sign_in(
    site: Site, member: httpx.Client, history: History
) -> None:
    kept = member.cookies[cookies.SESSION]
    send(member, "/sign-out")
    member.cookies.set(cookies.SESSION, kept, domain="127.0.0.1", path="/")
    open_to_all = {addresses.MY_PRIVACY, addresses.MY_ACCESSIBILITY, addresses.MY_HELP}

    for browser in (site.browser(), member):
        for path in [*pages(history), "/my/nowhere"]:
            answer = browser.get(path)
            if path in open_to_all:
                assert answer.status_code == 200
                assert "Exempelby" not in answer.text
            else:
                back = addresses.sign_in_first(path)
                assert (answer.status_code, answer.headers["location"]) == (303, back), path


def test_others_come_where_their_pages_are(site: Site, cast: Cast, history: History) -> None:
    reader = site.signed_in(cast.reader.person_id).get("/my")
    assert (reader.status_code, reader.headers["location"]) == (303, f"/?{GROUP}")

    coordinator = site.signed_in(cast.coordinator.person_id)
    page = coordinator.get("/my")
    assert "Till samordnarens sidor" in text_of(page)
    # The coordinator's own agency's points, with a member's eyes.
    assert "Polisens" not in coordinator.get("/my/actions").text
    assert coordinator.get(f"/my/actions/{history.other_point}").status_code == 404
    assert "utkast" not in coordinator.get(f"/my/meetings/{history.draft}").text
    assert coordinator.get("/").status_code == 200


def test_whoever_left_sees_no_points_and_no_link(
    site: Site, cast: Cast, member: httpx.Client, history: History, hand: Hand
) -> None:
    joined_by(site.office, history.coming, "https://video.example.se/rum")
    view = roster.roster(site.office, cast.coordinator)
    seat = next(
        seat for one in view.agencies for seat in one.seats
        if seat.person_id == cast.member.person_id
    )  # fmt: skip
    roster.end_representation(
        site.office, cast.coordinator, seat_id=seat.id, version=seat.version,
        last_day=site.office.clock.today(),
    )  # fmt: skip
    hand.on(at(date(2026, 8, 18)))

    for address in ("/my", f"/my/actions/{history.own_point}"):
        answer = member.get(address)
        assert answer.status_code == 303
        assert "video.example.se" not in answer.text
    assert press_button(site.browser(), site.link(cast.member.person_id)).status_code == 400


# Reporting --------------------------------------------------------------------------------------


def test_a_report_is_sent_and_said_to_be_saved(
    site: Site, cast: Cast, member: httpx.Client, history: History
) -> None:
    path = addresses.my_action(history.own_point, group="exempelby")
    hidden = form_of(member.get(path), "/my/actions/")

    answer = send(member, path, **hidden, text="Lokalen är bokad.", state="done")

    assert answer.status_code == 303
    page = text_of(member.get(answer.headers["location"]))
    assert "Din rapport är sparad Lokalen är bokad. Det här händer nu" in page
    point = actions.action_point(site.office, cast.coordinator, point_id=history.own_point)
    assert point.report is not None
    assert (point.report.text, point.report.is_done) == ("Lokalen är bokad.", True)
    assert "Rapporterad som klar måndag 17 augusti (v. 34)" in text_of(member.get("/my"))


def test_another_language_keeps_the_half_written_report(
    site: Site, cast: Cast, member: httpx.Client, history: History
) -> None:
    path = addresses.my_action(history.own_point, group="exempelby")
    hidden = form_of(member.get(path), "/my/actions/")

    answer = send(member, path, **hidden, text="Lokalen är", state="done", language="en")

    page = BeautifulSoup(answer.text, "html.parser")
    assert (answer.status_code, page.select("h2")[-1].text) == (200, "Report progress")
    assert page.select("textarea")[0].text.strip() == "Lokalen är"
    assert page.select("[value=done][checked]")
    assert "Report progress" in member.get(path).text
    point = actions.action_point(site.office, cast.coordinator, point_id=history.own_point)
    assert point.report is None


def test_words_that_cannot_be_kept_stay_in_the_form(member: httpx.Client, history: History) -> None:
    path = addresses.my_action(history.own_point, group="exempelby")
    hidden = form_of(member.get(path), "/my/actions/")
    long = "å" * 2001

    empty = send(member, path, **hidden, state="done")
    refused = send(member, path, **hidden, text=long, state="done")

    assert (empty.status_code, refused.status_code) == (400, 400)
    assert "Skriv hur det går." in empty.text
    page = BeautifulSoup(refused.text, "html.parser")
    assert page.select("textarea")[0].text.strip() == long
    assert page.select("[value=done][checked]")
    assert page.select("[role=alert]")[0].text.strip() == (
        "Rapporten är längre än 2000 tecken. Korta den."
    )


def test_a_form_without_this_sessions_token_changes_nothing(
    site: Site, cast: Cast, member: httpx.Client, history: History
) -> None:
    path = addresses.my_action(history.own_point, group="exempelby")
    other = site.signed_in(cast.other_member.person_id)
    theirs = form_of(other.get("/my"), "/language")["form_token"]
    own = form_of(member.get(path), "/my/actions/")["form_token"]

    for token in (theirs, "", "x", own[:-1], "é" * 64):
        answer = send(member, path, text="Klart", form_token=token)
        assert answer.status_code == 400
    foreign = member.post(
        path, data={"text": "Klart", "form_token": own}, headers={"Origin": "https://evil.example"}
    )
    assert foreign.status_code == 403
    nobody = send(site.browser(), path, text="Klart", form_token=own)
    assert (nobody.status_code, "Klart</textarea>" in nobody.text) == (400, True)
    assert send(other, path, text="Klart", form_token=theirs).status_code == 404
    stolen = addresses.my_action(history.point_elsewhere, group="exempelby")
    assert send(member, stolen, text="Klart", form_token=own).status_code == 404
    point = actions.action_point(site.office, cast.coordinator, point_id=history.own_point)
    assert point.report is None


def test_every_form_carries_the_token(member: httpx.Client, history: History) -> None:
    tokens = set()
    for path in pages(history):
        page = BeautifulSoup(member.get(path).text, "html.parser")
        for form in page.select("form[method=post]"):
            tokens |= {field["value"] for field in form.select("[name=form_token]")} or {path}
    assert len(tokens) == 1
    assert tokens != {member.cookies[cookies.SESSION]}


def test_typed_signs_are_shown_as_they_were_typed(
    site: Site, cast: Cast, member: httpx.Client, history: History
) -> None:
    nasty = '<script>alert(1)</script>" onload="x" {{ 7*7 }} **fet** [länk](javascript:x)'
    path = addresses.my_action(history.own_point, group="exempelby")
    hidden = form_of(member.get(path), "/my/actions/")
    send(member, path, **hidden, text=nasty)

    for where in (path, f"{path}&sent=1", f"/my/search?q={nasty}"):
        answer = member.get(where)
        page = BeautifulSoup(answer.text, "html.parser")
        assert not page.select("script, [onload]")
    assert nasty in text_of(member.get(path))


# What every page is ---------------------------------------------------------------------------


def test_every_page_is_strict_neutral_and_cheap(
    site: Site, member: httpx.Client, history: History
) -> None:
    for path in pages(history):
        with count_statements(site.office.database) as seen:
            answer = member.get(path)
        page = BeautifulSoup(answer.text, "html.parser")
        assert answer.status_code == 200, path
        assert len(seen) <= MOST, (path, len(seen))
        assert answer.headers["content-security-policy"] == POLICY, path
        assert answer.headers["cache-control"] == "no-store", path
        assert answer.headers["referrer-policy"] == "same-origin", path
        assert not page.select("script, style, [style], [onclick]"), path
        assert len(page.select("h1")) == 1, path
        assert page.title is not None
        assert page.title.text.endswith(" · Samordnaren"), path
        assert "våld" not in page.title.text.lower(), path


def test_more_points_and_notes_take_no_more_statements(
    site: Site, cast: Cast, member: httpx.Client, history: History
) -> None:
    def count() -> dict[str, int]:
        found = {}
        for path in pages(history):
            with count_statements(site.office.database) as seen:
                member.get(path)
            found[path] = len(seen)
        return found

    before = count()
    for number in range(12):
        actions.add_action_point(
            site.office, cast.coordinator, text=f"Punkt {number}",
            agency_id=agency(site.office, cast.coordinator, "umo"), meeting_code=history.draft,
        )  # fmt: skip
        booked(site.office, cast.coordinator, f"2026-12-{number + 1:02}")
    assert count() == before


def test_somebody_in_two_groups_goes_between_them(
    site: Site, cast: Cast, member: httpx.Client, history: History
) -> None:
    outside = shell_actor(site.office, "andraby")
    slug = installation.start_group(
        site.office, cast.coordinator, name="Barnhusgruppen", municipality="Tredjeby"
    )
    third = shell_actor(site.office, slug)
    assert outside.group_id != third.group_id
    seat = roster.add_person(
        site.office, third, agency_id=agency(site.office, third, "polis"), given_name="Nadia",
        family_name="Prov", email="member@example.se", duty=Duty.REPRESENTATIVE,
        valid_from=site.office.clock.today(),
    )  # fmt: skip
    assert seat.person_id != cast.member.person_id
    # What a mailbox opens is worked out when somebody signs in.
    assert member.get(f"/my?group={slug}").status_code == 404
    browser = site.browser()
    came = press_button(browser, link_by_mail(site, "member@example.se"))
    assert came.headers["location"] == "/choose-group"
    chosen = browser.get("/choose-group").text
    assert f'href="/?group={slug}"' in chosen
    assert f'href="/?{GROUP}"' in chosen
    assert browser.get("/my").headers["location"] == "/choose-group?next=%2Fmy"
    member = browser

    here, there = member.get(f"/my?{GROUP}"), member.get(f"/my?group={slug}")

    assert f"/my?group={slug}" in here.text
    assert f"/my?{GROUP}" in there.text
    assert "Boka lokal" in here.text
    assert "Boka lokal" not in there.text
    assert "Polisen" in text_of(there)
    assert member.get(f"/my/meetings/{history.approved}?group={slug}").status_code == 404
    assert member.get("/my?group=andraby").status_code == 404


def test_the_pages_speak_english_too(member: httpx.Client, history: History) -> None:
    answer = member.post(
        "/language",
        data=form_of(member.get("/my"), "/language"),
        headers={"Origin": HOME, "Referer": f"{HOME}/my?{GROUP}"},
    )

    assert answer.headers["location"] == f"/my?{GROUP}"
    page = text_of(member.get("/my"))
    assert "Wednesday 25 November (week 48) 13:30–15:30" in page
    assert "Add to calendar" in page
