"""Asking the group, from the proposals to the booked days."""

from __future__ import annotations

from datetime import date

from coordinator.core.build import version
from coordinator.meetings import usecases as meetings
from coordinator.planning import usecases as planning
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.polls.lifecycle import PollState
from coordinator.planning.polls.rules import answer_mark
from coordinator.planning.polls.views import PollView
from coordinator.planning.priorities import Priorities
from coordinator.planning.views import Choice
from coordinator.roster import usecases as roster
from coordinator.terms import usecases as terms
from coordinator.terms.views import NewClosedDay, Recurrence, Rhythm
from coordinator.wiring import use_office
from tests.ui.conftest import Desk
from tests.ui.run import html, with_mail_server


def asked(desk: Desk) -> str:
    """A question that has gone out; its code."""
    page = desk.open("meetings", ask="VT2027")
    assert not page.exception
    page.button(key="do_make_poll").click().run()
    assert not page.exception, page.exception
    assert not page.error, page.error
    (line,) = date_polls.polls(desk.office, desk.actor)
    page = desk.open("meetings", poll=line.code)
    page.button(key="do_send_poll").click().run()
    assert not page.exception
    return line.code


def answered(desk: Desk, code: str, **refusing: tuple[int, ...]) -> PollView:
    """Everybody says yes, but the named agencies say no to the days at these places."""
    view = date_polls.poll(desk.office, desk.actor, code=code)
    for agency in view.agencies:
        places = refusing.get(agency.name.lower(), ())
        for person in agency.people:
            date_polls.type_in_poll_answer(
                desk.office,
                desk.actor,
                code=code,
                person_id=person.person_id,
                choices={
                    one.candidate.id: Choice.NO if n in places else Choice.YES
                    for n, one in enumerate(view.candidates)
                },
            )
    return date_polls.poll(desk.office, desk.actor, code=code)


def test_six_days_of_the_planner_are_marked_to_begin_with(desk: Desk) -> None:
    page = desk.open("meetings", ask="VT2027")
    boxes = [box for box in page.checkbox if "kl." in box.label]
    assert sum(box.value for box in boxes) == 6
    assert all("(v. " in box.label for box in boxes)
    marked = [box.label.split(" kl.")[0] for box in boxes if box.value]
    # The best of each meeting, and other weekdays: not everybody can on a Wednesday.
    assert {"ons 10 feb (v. 6)", "ons 19 maj (v. 20)"} <= set(marked)
    assert {label.split()[0] for label in marked} == {"tis", "ons", "tors"}


def test_a_day_that_a_needed_agency_cannot_make_says_so_before_anybody_is_asked(
    desk: Desk,
) -> None:
    police = next(a.id for a in roster.agencies(desk.office, desk.actor) if a.name == "Polisen")
    planning.change_planning_settings(
        desk.office, desk.actor, version=0, priorities=Priorities(), off=(), required=[police]
    )
    for weekday in range(5):
        terms.add_closed_day(
            desk.office,
            desk.actor,
            new=NewClosedDay(
                name="Flytt",
                first_day=date(2027, 1, 7),
                last_day=date(2027, 6, 18),
                agency_id=police,
                repeats=Recurrence(Rhythm.WEEKLY, weekday),
            ),
        )
    page = desk.open("meetings", ask="VT2027")
    boxes = [box.label for box in page.checkbox if "kl." in box.label]
    assert boxes
    assert all("Polisen, som närvarokravet behöver, brukar inte kunna" in box for box in boxes)
    page.button(key="do_make_poll").click().run()
    assert not page.exception
    assert [line.code for line in date_polls.polls(desk.office, desk.actor)]


def test_the_question_is_shown_before_it_goes_out(desk: Desk) -> None:
    page = desk.open("meetings", ask="VT2027")
    page.text_area[0].set_value("Välkomna <b>till</b> våren").run()
    page.button(key="do_make_poll").click().run()
    (line,) = date_polls.polls(desk.office, desk.actor)
    page = desk.open("meetings", poll=line.code)
    text = html(page)
    assert "Dagar för våra möten" in text
    assert "Välkomna &lt;b&gt;till&lt;/b&gt; våren" in text
    assert "<b>till" not in text
    assert page.title[0].value == "När kan du våren 2027?"
    assert date_polls.poll(desk.office, desk.actor, code=line.code).state is PollState.DRAFT


def test_the_best_days_stand_on_top_with_one_filled_button(desk: Desk) -> None:
    code = asked(desk)
    answered(desk, code, polisen=(0, 1, 2))
    page = desk.open("meetings", poll=code)
    assert not page.exception
    filled = [b.key for b in page.button if b.key and b.key.startswith("do_")]
    assert filled == ["do_book_poll"]
    view = date_polls.poll(desk.office, desk.actor, code=code)
    assert "Ja" in html(page)
    assert view.sets
    page.button(key="do_book_poll").click().run()
    page.button(key="do_confirm_book_poll").click().run()
    assert not page.exception
    assert date_polls.poll(desk.office, desk.actor, code=code).state is PollState.BOOKED
    booked = meetings.list_meetings(desk.office, desk.actor, year=2027).terms[0]
    assert booked.planned == 2


def test_where_the_table_does_not_fit_each_day_names_those_who_did_not_say_yes(desk: Desk) -> None:
    code = asked(desk)
    answered(desk, code, polisen=(0,))
    page = desk.open("meetings", poll=code)
    days = html(page).split('class="poll-days"')[1].split("<li")[1:]
    assert "Nej</span> Polisen" in days[0]
    assert "Polisen" not in days[1]
    assert "verksamheter kan" in days[1]
    assert "@container poll" in html(page)


def test_other_days_than_the_proposed_can_be_booked_and_say_what_speaks_against(
    desk: Desk,
) -> None:
    code = asked(desk)
    view = answered(desk, code)
    page = desk.open("meetings", poll=code)
    page.radio(key=f"poll_set_{code}").set_value(-1).run()
    assert not page.exception
    only = view.candidates[1].candidate.id
    page.button_group[0].set_value([only]).run()
    page.button(key="do_book_poll").click().run()
    page.button(key="do_confirm_book_poll").click().run()
    assert not page.exception
    after = date_polls.poll(desk.office, desk.actor, code=code)
    assert [c.candidate.id for c in after.candidates if c.candidate.meeting_code] == [only]


def test_who_has_not_answered_is_named_and_reminded(desk: Desk) -> None:
    code = asked(desk)
    page = desk.open("meetings", poll=code)
    waiting = date_polls.poll(desk.office, desk.actor, code=code)
    button = page.button(key="remind_poll")
    assert button.label == f"Påminn {len(waiting.to_remind)}"
    button.click().run()
    assert not page.exception
    assert date_polls.poll(desk.office, desk.actor, code=code).to_remind == ()
    assert "do_book_poll" not in {b.key for b in page.button}  # nothing to book on yet


def test_an_answer_by_phone_is_typed_in_and_says_so(desk: Desk) -> None:
    code = asked(desk)
    view = date_polls.poll(desk.office, desk.actor, code=code)
    person = next(iter(view.people.values()))
    page = desk.open("meetings", poll=code)
    page.session_state["poll_typing"] = True
    page.run()
    form = f"poll_{code}_{person.person_id}_{answer_mark(person.choices, person.comment)}"
    for one in view.candidates:
        page.radio(key=f"{form}_{one.candidate.id}").set_value(Choice.YES)
    saved = next(b for b in page.button if b.label == "Spara svaret")
    saved.click().run()
    assert not page.exception
    after = date_polls.poll(desk.office, desk.actor, code=code).people[person.person_id]
    assert set(after.choices.values()) == {Choice.YES}
    assert after.typed_by == desk.actor.name


def test_an_answer_that_came_by_itself_meanwhile_is_not_typed_over(desk: Desk) -> None:
    code = asked(desk)
    view = date_polls.poll(desk.office, desk.actor, code=code)
    person, first = next(iter(view.people.values())), view.candidates[0].candidate.id
    page = desk.open("meetings", poll=code)
    page.session_state["poll_typing"] = True
    page.run()
    date_polls.type_in_poll_answer(
        desk.office,
        desk.actor,
        code=code,
        person_id=person.person_id,
        choices={one.candidate.id: Choice.NO for one in view.candidates},
        comment="Ring mig",
    )
    form = f"poll_{code}_{person.person_id}_{answer_mark({}, '')}"
    page.radio(key=f"{form}_{first}").set_value(Choice.YES)
    next(b for b in page.button if b.label == "Spara svaret").click().run()
    assert not page.exception
    after = date_polls.poll(desk.office, desk.actor, code=code).people[person.person_id]
    assert (after.choices[first], after.comment) == (Choice.NO, "Ring mig")
    next(r for r in page.radio if "_choice_" in str(r.key)).set_value("mine")
    next(b for b in page.button if b.label == "Spara svaret").click().run()
    after = date_polls.poll(desk.office, desk.actor, code=code).people[person.person_id]
    assert (after.choices.pop(first), after.comment) == (Choice.YES, "Ring mig")
    assert set(after.choices.values()) == {Choice.NO}


def test_a_question_is_closed_reopened_and_withdrawn(desk: Desk) -> None:
    code = asked(desk)
    page = desk.open("meetings", poll=code)
    page.button(key="close_poll").click().run()
    assert date_polls.poll(desk.office, desk.actor, code=code).state is PollState.CLOSED
    page.button(key="reopen_poll").click().run()
    assert date_polls.poll(desk.office, desk.actor, code=code).state is PollState.OPEN
    page.button(key="withdraw_poll").click().run()
    page.button(key="do_confirm_withdraw_poll").click().run()
    assert not page.exception
    assert date_polls.poll(desk.office, desk.actor, code=code).state is PollState.WITHDRAWN


def test_an_unknown_question_and_an_odd_term_are_told_in_words(desk: Desk) -> None:
    for query in ({"poll": "VT2027-poll-9"}, {"ask": "<script>"}):
        page = desk.open("meetings", **query)
        assert not page.exception
        assert page.error


def test_open_questions_stand_among_what_is_to_plan(desk: Desk) -> None:
    code = asked(desk)
    page = desk.open("meetings", view="plan")
    assert not page.exception
    assert "har svarat, sista dag" in html(page)
    assert code


def test_the_planning_takes_its_days_along_to_the_question(desk: Desk) -> None:
    page = desk.open("meetings", plan="VT2027")
    page.button(key="ask_group").click().run()
    assert not page.exception
    first, second = page.session_state["poll_days_VT2027"]
    assert len(first) >= 3
    assert len(second) >= 3
    assert all(meeting.start.year == 2027 for meeting in (*first, *second))


def test_the_year_is_there_as_a_document(desk: Desk) -> None:
    page = desk.open("meetings", year="2026")
    assert '/year-plan/exempelkoping/2026.pdf"' in html(page)


def without_links(desk: Desk) -> str:
    """A question that has gone out, in an installation that was restored since; its code."""
    code = asked(desk)
    with desk.office.transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM poll_link")
    return code


def test_links_that_are_gone_are_told_on_hem_and_sent_anew_by_one_press(desk: Desk) -> None:
    use_office(with_mail_server(desk.office))
    without_links(desk)
    page = desk.open("home")
    (title,) = page.title
    assert "fungerar inte längre" in title.value
    assert version() in html(page)

    page.button(key="do_renew_poll_links").click().run()

    assert any("frågas igen" in one.value for one in page.success)
    assert "do_renew_poll_links" not in {one.key for one in page.button}


def test_a_question_whose_links_are_gone_says_so_beside_who_has_not_answered(desk: Desk) -> None:
    use_office(with_mail_server(desk.office))
    page = desk.open("meetings", poll=without_links(desk))
    assert "remind_poll" not in {one.key for one in page.button}

    page.button(key="do_renew_poll_links").click().run()

    assert any("frågas igen" in one.value for one in page.success)
    assert "remind_poll" in {one.key for one in page.button}
