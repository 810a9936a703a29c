"""The page behind a poll's personal link, as a browser without any script meets it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import date

import httpx
import pytest

from coordinator.access import cookies
from coordinator.access.actor import Role
from coordinator.core import addresses
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.views import PollView
from coordinator.roster import usecases as roster
from coordinator.roster.views import Duty
from tests.conftest import Cast, Hand
from tests.meetings.helpers import agency, at
from tests.planning.polls import DAYS, YES, opened, said, token_for
from tests.statements import count_statements
from tests.web.conftest import HOME, Site, send, token_of

pytestmark = pytest.mark.usefixtures("november")
DOUBTS = frozenset({"day-is-doubtful"})
MOST, MOST_SAVING = 15, 25  # SQL statements of a request; saving leaves its trail
TWELVE = (
    *(f"2027-02-{day:02}" for day in (2, 3, 4, 9, 10, 11)),
    *(f"2027-05-{day:02}" for day in (4, 5, 11, 12, 18, 19)),
)


@pytest.fixture
def engine() -> str:
    """The use cases are tested on both; here is only the page."""
    return "sqlite"


@pytest.fixture
def view(site: Site, cast: Cast) -> PollView:
    return opened(site.office, cast.coordinator, message="Hej <i>alla</i>\nMejla vid frågor")


def path(site: Site, cast: Cast) -> str:
    return f"/poll/{token_for(site.office, cast.member.person_id)}"


def all_yes(view: PollView) -> dict[str, str]:
    return {f"day-{one.candidate.id}": "yes" for one in view.candidates}


def test_the_link_opens_the_choices_and_records_nothing(
    site: Site, cast: Cast, view: PollView
) -> None:
    browser = site.browser()
    for _ in range(2):
        page = browser.get(path(site, cast))
    assert page.status_code == 200
    assert "När kan du våren 2027?" in page.text
    assert page.text.count('type="radio"') == 18
    assert "checked" not in page.text
    assert "Hej &lt;i&gt;alla&lt;/i&gt;" in page.text
    assert "<script" not in page.text
    for word in ("våld", "Polisen", "Jonas"):
        assert word not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert browser.head(path(site, cast)).status_code == 200
    assert len(date_polls.poll(site.office, cast.coordinator, code=view.code).waiting) == 4


def test_a_pressed_button_saves_and_says_until_when_it_can_be_changed(
    site: Site, cast: Cast, view: PollView
) -> None:
    browser, link = site.browser(), path(site, cast)
    answer = send(browser, link, **all_yes(view), comment="<b>Sent</b> buss", save="1")
    assert answer.status_code == 303
    saved = browser.get(answer.headers["location"])
    assert "Ditt svar är sparat." in saved.text
    assert "fredag 4 december (v.\u00a049)" in saved.text
    assert "&lt;b&gt;Sent&lt;/b&gt; buss" in saved.text
    again = browser.get(link)
    assert again.text.count(" checked") == 6
    assert "&lt;b&gt;Sent&lt;/b&gt; buss</textarea>" in again.text


def test_a_page_from_before_the_answer_was_changed_does_not_save_its_comment(
    site: Site, cast: Cast, view: PollView
) -> None:
    """As when somebody in it was protected; nor does one that was sent back once for a day."""
    browser, link = site.browser(), path(site, cast)
    send(browser, link, **all_yes(view), comment="Ring Xenia", save="1")
    drawn = re.search(r'name="seen" value="(\d+)"', browser.get(link).text)
    assert drawn
    date_polls.answer_poll(
        site.office, cast.member, code=view.code, choices=YES, comment="Ring Representant"
    )
    forgotten = dict(list(all_yes(view).items())[:4])
    page = send(browser, link, **forgotten, comment="Ring Xenia", seen=drawn[1], save="1")
    kept = re.search(r'name="seen" value="(\d+)"', page.text)
    assert kept
    page = send(browser, link, **all_yes(view), comment="Ring Xenia", seen=kept[1], save="1")
    assert page.status_code == 400
    assert "Svaret har ändrats sedan sidan öppnades." in page.text
    assert "Ring Representant</textarea>" in page.text
    assert '<p class="lines">Ring Xenia</p>' in page.text
    mine = date_polls.own_poll(site.office, cast.member, code=view.code)
    assert mine.comment == "Ring Representant"


def test_all_days_suit_in_one_press(site: Site, cast: Cast, view: PollView) -> None:
    with count_statements(site.office.database) as seen:
        send(site.browser(), path(site, cast), all="1", comment="")
    assert sum("FROM poll_candidate" in one for one in seen) == 1  # in the one transaction
    mine = date_polls.own_poll(site.office, cast.member, code=view.code)
    assert set(mine.choices.values()) == {YES}
    assert len(mine.choices) == len(DAYS)


def test_a_forgotten_day_is_asked_for_and_what_was_chosen_stays(
    site: Site, cast: Cast, view: PollView
) -> None:
    fields = dict(list(all_yes(view).items())[:4])
    page = send(site.browser(), path(site, cast), **fields, comment="Jag glömde", save="1")
    assert page.status_code == 400
    assert "Välj ett svar för varje dag. 2 dagar saknar svar." in page.text
    assert page.text.count(" checked") == 4
    # Said beside the days too: on a phone the first sentence is long out of sight
    assert page.text.count(">Välj ett svar.</p>") == 2
    assert len(re.findall(r'<fieldset aria-describedby="day-\d+-fault">', page.text)) == 2
    assert "Jag glömde</textarea>" in page.text
    assert len(date_polls.poll(site.office, cast.coordinator, code=view.code).waiting) == 4


def test_when_my_rota_is_set_is_a_choice_with_a_day(site: Site, cast: Cast, view: PollView) -> None:
    browser, link = site.browser(), path(site, cast)
    assert browser.get(link).text.count("<option") == 9  # weekdays from tomorrow to the last
    answer = send(browser, link, later="1", again="2026-12-01", comment="")
    assert "tisdag 1 december (v.\u00a049)" in browser.get(answer.headers["location"]).text
    for wrong in ("2026-12-24", "i morgon", "", "2026-13-45"):
        assert send(browser, link, later="1", again=wrong).status_code == 400
    mine = date_polls.own_poll(site.office, cast.member, code=view.code)
    assert str(mine.ask_again_on) == "2026-12-01"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"day-1": "maybe"},
        {"day-٣": "yes"},
        {"day-99999999999999999999": "yes"},
        {"day-": "yes", "day": "yes"},
        {"save": "1"},
    ],
)
def test_odd_forms_save_nothing(
    site: Site, cast: Cast, view: PollView, fields: dict[str, str]
) -> None:
    page = send(site.browser(), path(site, cast), **fields)
    assert page.status_code == 400
    assert date_polls.own_poll(site.office, cast.member, code=view.code).choices == {}


def test_a_day_of_another_poll_saves_nothing(site: Site, cast: Cast, view: PollView) -> None:
    link = path(site, cast)
    other = opened(site.office, cast.coordinator)
    page = send(site.browser(), link, **all_yes(other), save="1")
    assert page.status_code == 400
    assert date_polls.own_poll(site.office, cast.member, code=view.code).choices == {}


def test_a_comment_of_5000_characters_is_refused_and_stays_in_the_form(
    site: Site, cast: Cast, view: PollView
) -> None:
    text = "x" * 5000
    page = send(site.browser(), path(site, cast), **all_yes(view), comment=text, save="1")
    assert page.status_code == 400
    assert "högst 500 tecken" in page.text
    assert text in page.text
    assert date_polls.own_poll(site.office, cast.member, code=view.code).choices == {}


def test_garbage_and_strangers_meet_the_same_words(
    site: Site, cast: Cast, view: PollView, hand: Hand
) -> None:
    browser = site.browser()
    pages = [browser.get(f"/poll/{wrong}") for wrong in ("garbage", "x" * 2000, "%3Cscript%3E")]
    pages.append(send(browser, "/poll/garbage", **all_yes(view)))
    assert {page.status_code for page in pages} == {404}
    assert all("Den här länken gäller inte" in page.text for page in pages)
    assert all("script>" not in page.text for page in pages)
    assert browser.get("/poll").status_code == 404
    assert browser.get("/poll/a/b").status_code == 404


def test_after_the_last_day_the_page_says_so_and_takes_nothing(
    site: Site, cast: Cast, view: PollView, hand: Hand
) -> None:
    browser, link = site.browser(), path(site, cast)
    hand.on(at("2026-12-05", "00:30"))
    page = browser.get(link)
    assert "Sista svarsdagen har varit" in page.text
    assert "<form class" not in page.text
    late = send(browser, link, **all_yes(view), save="1")
    assert late.status_code == 400
    assert date_polls.own_poll(site.office, cast.member, code=view.code).choices == {}


def test_a_withdrawn_and_a_booked_question_say_so(site: Site, cast: Cast, view: PollView) -> None:
    browser, link = site.browser(), path(site, cast)
    date_polls.type_in_poll_answer(
        site.office, cast.coordinator, code=view.code, person_id=cast.member.person_id or 0,
        choices=said(view, *(YES,) * 6),
    )  # fmt: skip
    date_polls.book_poll(
        site.office, cast.coordinator, code=view.code, version=view.version,
        candidate_ids=[view.candidates[0].candidate.id],
    )  # fmt: skip
    assert "Dagarna är valda" in browser.get(link).text
    other = opened(site.office, cast.coordinator, DAYS[1:])
    newest = path(site, cast)
    date_polls.withdraw_poll(site.office, cast.coordinator, code=other.code, version=other.version)
    assert "dragits tillbaka" in browser.get(newest).text


def test_a_form_from_elsewhere_is_refused(site: Site, cast: Cast, view: PollView) -> None:
    browser, link = site.browser(), path(site, cast)
    for origin in ("https://evil.example", "null", ""):
        answer = browser.post(link, data=all_yes(view), headers={"Origin": origin})
        assert answer.status_code == 403
    assert date_polls.own_poll(site.office, cast.member, code=view.code).choices == {}


def test_choosing_a_language_leads_back_to_the_question(
    site: Site, cast: Cast, view: PollView
) -> None:
    browser, link = site.browser(), path(site, cast)
    browser.get(link)
    data = {"to": "en", "form_token": token_of(browser)}
    back = browser.post("/language", data=data, headers={"Origin": HOME, "Referer": HOME + link})
    assert back.headers["location"] == link
    assert "When can you come, spring 2027?" in browser.get(link).text


@pytest.mark.parametrize("is_signed_in", [False, True])
def test_choosing_a_language_keeps_what_was_chosen_and_typed(
    site: Site, cast: Cast, view: PollView, *, is_signed_in: bool
) -> None:
    browser = site.signed_in(cast.member.person_id) if is_signed_in else site.browser()
    own = addresses.my_poll(view.code, group="exempelby")
    link = own if is_signed_in else path(site, cast)
    fields = dict(list(all_yes(view).items())[:4])
    page = send(browser, link, **fields, comment="Helst på förmiddagen", language="en")
    assert page.status_code == 200
    assert "When can you come, spring 2027?" in page.text
    assert page.text.count(" checked") == 4
    assert "Helst på förmiddagen</textarea>" in page.text
    assert 'role="alert"' not in page.text
    assert "When can you come, spring 2027?" in browser.get(link).text
    assert date_polls.own_poll(site.office, cast.member, code=view.code).choices == {}


def test_another_language_by_the_link_saves_nothing_though_somebody_has_signed_in_meanwhile(
    site: Site, cast: Cast, view: PollView
) -> None:
    browser, link = site.browser(), path(site, cast)
    fields = all_yes(view) | {"comment": "Helst på förmiddagen", "language": "en"}
    page = send(browser, link, **fields, form_token="of the session before")
    assert page.status_code == 200
    assert "Helst på förmiddagen</textarea>" in page.text
    assert "When can you come, spring 2027?" in page.text
    assert date_polls.own_poll(site.office, cast.member, code=view.code).choices == {}
    # The browser keeps the choice only where the form was its own
    assert cookies.LANGUAGE not in browser.cookies


def test_no_token_reaches_the_log(
    site: Site, cast: Cast, view: PollView, caplog: pytest.LogCaptureFixture
) -> None:
    link = path(site, cast)
    with caplog.at_level(logging.DEBUG, logger="coordinator"):
        send(site.browser(), link, **all_yes(view), save="1")
        site.browser().get("/poll/garbage-token")
    ours = [record.getMessage() for record in caplog.records if "httpx" not in record.name]
    assert not any(re.search(r"/poll/|garbage-token", line) for line in ours)


def test_the_link_opens_nothing_else(site: Site, cast: Cast, view: PollView) -> None:
    browser = site.browser()
    browser.get(path(site, cast))
    assert set(browser.cookies) == {cookies.FORM}
    assert browser.get(addresses.year_plan("exempelby", 2027)).status_code == 303
    assert cast.member.has(Role.MEMBER)


# The year plan -----------------------------------------------------------------------------------


def test_the_year_plan_is_a_pdf_for_those_of_the_group(site: Site, cast: Cast) -> None:
    browser = site.signed_in(cast.reader.person_id)
    answer = browser.get(addresses.year_plan("exempelby", 2027))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="arsplan-2027.pdf"'
    assert answer.content.startswith(b"%PDF-")
    assert browser.get(addresses.year_plan("andraby", 2027)).status_code == 404
    for wrong in ("99", "99999", "abc"):
        assert browser.get(f"/year-plan/exempelby/{wrong}.pdf").status_code in {400, 404}


# Signed in ---------------------------------------------------------------------------------------


def test_the_own_page_leads_to_the_question_and_saves_the_answer(
    site: Site, cast: Cast, view: PollView
) -> None:
    browser = site.signed_in(cast.member.person_id)
    home = browser.get("/my?group=exempelby")
    assert "Vilka dagar passar? Svara senast fredag 4 december (v.\u00a049)." in home.text
    address = addresses.my_poll(view.code, group="exempelby")
    assert address.replace("&", "&amp;") in home.text
    page = browser.get(address)
    assert page.text.count('type="radio"') == 18
    token = page.text.split('name="form_token" value="')[1].split('"')[0]
    refused = send(browser, address, **all_yes(view), save="1", form_token="")
    assert refused.status_code == 400
    saved = send(browser, address, **all_yes(view), save="1", form_token=token)
    assert "Ditt svar är sparat." in browser.get(saved.headers["location"]).text
    mine = date_polls.own_poll(site.office, cast.member, code=view.code)
    assert len(mine.choices) == 6
    assert browser.get("/my/polls/VT2027-poll-9?group=exempelby").status_code == 404


def test_who_was_not_asked_meets_nothing(site: Site, cast: Cast, view: PollView) -> None:
    browser = site.signed_in(cast.reader.person_id)
    address = addresses.my_poll(view.code, group="exempelby")
    assert browser.get(address).status_code in {303, 404}
    assert site.browser().get(address).headers["location"].startswith("/sign-in")


# What a request costs --------------------------------------------------------------------------


def costs(site: Site, cast: Cast, code: str) -> dict[str, int]:
    """SQL statements of everything that has to do with a question, by address and method."""
    browser, stranger = site.signed_in(cast.member.person_id), site.browser()
    own, link = addresses.my_poll(code, group="exempelby"), path(site, cast)
    mine = date_polls.own_poll(site.office, cast.member, code=code)
    answer = {f"day-{one.id}": "yes" for one in mine.candidates}
    asked: dict[str, Callable[[], httpx.Response]] = {
        "GET /my": lambda: browser.get("/my?group=exempelby"),
        "GET /my/polls": lambda: browser.get(own),
        "POST /my/polls": lambda: send(browser, own, **answer, save="1"),
        "GET /poll": lambda: stranger.get(link),
        "POST /poll": lambda: send(stranger, link, **answer, save="1"),
    }
    found = {}
    for name, ask in asked.items():
        ask()  # whatever is done once, such as the browser's own cookie, is done
        with count_statements(site.office.database) as seen:
            assert ask().status_code < 400, name
        found[name] = len(seen)
    return found


def test_reading_and_answering_a_question_take_few_statements(
    site: Site, cast: Cast, view: PollView
) -> None:
    found = costs(site, cast, view.code)
    assert all(number <= MOST for name, number in found.items() if name.startswith("GET")), found
    assert all(number <= MOST_SAVING for number in found.values()), found


def test_more_days_people_and_questions_take_no_more_statements(
    site: Site, cast: Cast, hand: Hand
) -> None:
    few = opened(site.office, cast.coordinator, DAYS[:2], wanted=1, answers_shown=True)
    before = costs(site, cast, few.code)
    for number in range(8):
        roster.add_person(
            site.office, cast.coordinator, given_name="Kim", family_name=f"Prov {number}",
            email=f"kim{number}@example.se", duty=Duty.REPRESENTATIVE, valid_from=date(2026, 1, 1),
            agency_id=agency(site.office, cast.coordinator, "polis"),
        )  # fmt: skip
    for _ in range(4):
        many = opened(site.office, cast.coordinator, TWELVE, answers_shown=True, accepted=DOUBTS)
    for person_id in many.people:
        date_polls.type_in_poll_answer(
            site.office, cast.coordinator, code=many.code, person_id=person_id,
            choices=said(many, *(YES,) * len(TWELVE)),
        )  # fmt: skip

    assert costs(site, cast, many.code) == before
