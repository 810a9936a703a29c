"""Taking over a list: all or nothing, the same list twice, never a role."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime

import pytest

from coordinator.access.actor import Actor, Role
from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput, NotAllowed
from coordinator.core.office import Office
from coordinator.groups import usecases as groups
from coordinator.roster import usecases as roster
from coordinator.roster.views import Duty, ListPreview, SeatView
from tests.conftest import Cast, Hand
from tests.statements import count_statements

HEADER = (
    "id,given_name,family_name,org_id,role,title,email,phone,protected_identity,contact_channel,"
    "valid_from,valid_to,replaces\n"
)
ROWS = (
    "R1,Kim,Påhitt,akut,ledamot,kurator,kim@example.se,070-1,nej,,2026-01-01,,\n"
    'R2,Ali,Prov,polis,"samordnare, ledamot",,ali@example.se,,nej,,2026-02-01,,R3\n'
    "R3,Bo,Test,polis,ledamot,,bo@example.se,,nej,,2024-01-01,2026-01-31,\n"
    "R4,,,kvinnojour,ledamot,,funktion@example.se,,ja,funktionsbrevlåda,2026-01-01,,\n"
)
LIST = HEADER + ROWS


def take_over(office: Office, actor: Actor, text: str) -> ListPreview:
    return roster.import_list(office, actor, content=text.encode(), filename="lista.csv")


def seats(office: Office, actor: Actor) -> dict[str, SeatView]:
    found = {}
    for entry in roster.roster(office, actor).agencies:
        for seat in (*entry.seats, *entry.coming, *entry.former):
            found[seat.reference or seat.name] = seat
    return found


def test_a_preview_says_what_would_happen_and_saves_nothing(office: Office, cast: Cast) -> None:
    before = roster.roster(office, cast.coordinator)
    preview = roster.preview_list(
        office, cast.coordinator, content=LIST.encode(), filename="lista.csv"
    )
    assert preview.added == (
        "Kim Påhitt, Akutmottagningen",
        "Ali Prov, Polisen",
        "Bo Test, Polisen",
        "Representant, Kvinnojouren",
    )
    assert preview.changed == ()
    assert roster.roster(office, cast.coordinator) == before


def test_a_list_is_taken_over_whole(office: Office, cast: Cast) -> None:
    take_over(office, cast.coordinator, LIST)
    found = seats(office, cast.coordinator)
    assert found["R1"].phone == "070-1"
    assert found["R2"].replaces_id == found["R3"].id
    assert found["R3"].valid_to == date(2026, 1, 31)
    assert found["R4"].name == "Representant, Kvinnojouren"


def test_the_same_list_once_more_changes_nothing(office: Office, cast: Cast, hand: Hand) -> None:
    take_over(office, cast.coordinator, LIST)
    before = roster.roster(office, cast.coordinator, day=date(2026, 9, 1))
    hand.on(datetime(2026, 8, 30, 9, tzinfo=STOCKHOLM))
    preview = take_over(office, cast.coordinator, LIST)
    assert preview == ListPreview((), (), 4)
    assert roster.roster(office, cast.coordinator, day=date(2026, 9, 1)) == before


def test_a_list_without_ids_or_days_is_recognised_the_next_day(
    office: Office, cast: Cast, hand: Hand
) -> None:
    text = "Namn;Verksamhet;Roll\nKim Påhitt;Akutmottagningen;ledamot\n"
    assert take_over(office, cast.coordinator, text).added == ("Kim Påhitt, Akutmottagningen",)
    hand.forward(days=40)
    assert take_over(office, cast.coordinator, text) == ListPreview((), (), 1)
    assert seats(office, cast.coordinator)["Kim Påhitt"].valid_from == date(2026, 8, 17)


def test_the_examples_own_list_is_there_already(demo: Office, demo_coordinator: Actor) -> None:
    # Given the roster written out as a list, in the columns of an upload
    words = {Duty.REPRESENTATIVE: "ledamot", Duty.SUBSTITUTE: "ersättare", Duty.CO_OPTED: "adj"}
    slugs = {agency.id: agency.slug for agency in roster.agencies(demo, demo_coordinator)}
    references = {seat.id: ref for ref, seat in seats(demo, demo_coordinator).items()}
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER.strip().split(","))
    for reference, seat in seats(demo, demo_coordinator).items():
        role = ", ".join([words[seat.duty], *seat.functions])
        writer.writerow(
            [
                reference,
                seat.given_name,
                seat.family_name,
                slugs[seat.agency_id],
                role,
                seat.title,
                seat.email,
                seat.phone,
                seat.is_protected,
                seat.contact_channel,
                seat.valid_from,
                seat.valid_to,
                references.get(seat.replaces_id or 0),
            ]
        )
    # Then every row is known as it stands
    assert take_over(demo, demo_coordinator, text.getvalue()) == ListPreview((), (), 24)


def test_a_changed_row_changes_its_seat_and_no_other(office: Office, cast: Cast) -> None:
    take_over(office, cast.coordinator, LIST)
    preview = take_over(office, cast.coordinator, LIST.replace("kurator", "sektionsledare"))
    assert preview == ListPreview((), ("Kim Påhitt, Akutmottagningen",), 3)
    assert seats(office, cast.coordinator)["R1"].title == "sektionsledare"


def test_an_empty_cell_erases_nothing(office: Office, cast: Cast) -> None:
    take_over(office, cast.coordinator, LIST)
    seat = seats(office, cast.coordinator)["R1"]
    roster.end_representation(
        office,
        cast.coordinator,
        seat_id=seat.id,
        version=seat.version,
        last_day=date(2026, 12, 31),
    )
    short = "id,name,org_id,role\nR1,Kim Påhitt,akut,ledamot\n"
    assert take_over(office, cast.coordinator, short).unchanged == 1
    after = seats(office, cast.coordinator)["R1"]
    assert after.valid_to == date(2026, 12, 31)
    assert after.phone == "070-1"


def test_a_new_surname_is_shown_beside_the_old_one(office: Office, cast: Cast) -> None:
    take_over(office, cast.coordinator, LIST)
    preview = take_over(office, cast.coordinator, LIST.replace("Kim,Påhitt", "Kim,Nyman"))
    assert preview.changed == ("Kim Påhitt → Kim Nyman, Akutmottagningen",)


def test_somebody_added_by_hand_is_found_by_name_and_gets_the_lists_id(
    office: Office, cast: Cast
) -> None:
    text = HEADER + "R9,Nadia,Prov,umo,ledamot,,,,,,,,\n"
    assert take_over(office, cast.coordinator, text).changed == ("Nadia Prov, Ungdomsmottagningen",)
    assert seats(office, cast.coordinator)["R9"].person_id == cast.member.person_id
    assert take_over(office, cast.coordinator, text).unchanged == 1


def problems(office: Office, actor: Actor, text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(BadInput) as refusal:
        take_over(office, actor, text)
    return [(problem.code, problem.row) for problem in refusal.value.problems]


def test_a_list_never_takes_protection_away(office: Office, cast: Cast) -> None:
    hidden = LIST.replace("070-1,nej,", "070-1,ja,personlig e-post")
    take_over(office, cast.coordinator, hidden)
    seat = seats(office, cast.coordinator)["R1"]
    assert (seat.name, seat.phone, seat.title) == ("Representant, Akutmottagningen", None, None)
    assert seat.email is None  # a personal address is not kept
    take_over(office, cast.coordinator, LIST)
    assert seats(office, cast.coordinator)["R1"].is_protected
    assert seats(office, cast.coordinator)["R1"].email is None


def test_a_list_does_not_protect_somebody_known_by_name(office: Office, cast: Cast) -> None:
    """The name also stands in what is written: Skydda nu looks for it there (tests/privacy)."""
    take_over(office, cast.coordinator, LIST)
    before = roster.roster(office, cast.coordinator)
    hidden = LIST.replace("070-1,nej,", "070-1,ja,personlig e-post")
    assert ("protect-person-first", 2) in problems(office, cast.coordinator, hidden)
    assert roster.roster(office, cast.coordinator) == before


def test_an_id_is_not_handed_on_to_another_person_or_agency(office: Office, cast: Cast) -> None:
    take_over(office, cast.coordinator, LIST)
    before = roster.roster(office, cast.coordinator)
    text = HEADER + (
        "R1,Ny,Människa,akut,ledamot,,ny@example.se,,,,,,\nR2,Ali,Prov,lss,ledamot,,,,,,,,\n"
    )
    assert problems(office, cast.coordinator, text) == [
        ("reference-other-person", 2),
        ("reference-other-agency", 3),
    ]
    assert roster.roster(office, cast.coordinator) == before


def test_replacing_somebody_nobody_knows_is_told_with_its_row(office: Office, cast: Cast) -> None:
    text = HEADER + "R1,Kim,Påhitt,akut,ledamot,,,,,,,,R77\n"
    assert problems(office, cast.coordinator, text) == [("replaces-unknown", 2)]


def test_somebody_who_sits_there_already_is_told_with_the_row(office: Office, cast: Cast) -> None:
    # Given Kim in the roster under one id, the list brings Kim under another
    take_over(office, cast.coordinator, LIST)
    text = HEADER + "R8,Kim,Påhitt,akut,ersättare,,,,,,,,\n"
    assert problems(office, cast.coordinator, text) == [("person-sits-there-already", 2)]


def test_a_faulty_row_and_one_that_does_not_fit_what_is_there_are_told_together(
    office: Office, cast: Cast
) -> None:
    take_over(office, cast.coordinator, LIST)
    text = HEADER + (
        "R8,Kim,Påhitt,akut,ersättare,,,,,,,,\nR9,Eva,Test,akutmotagningen,ledamot,,,,,,,,\n"
    )
    assert problems(office, cast.coordinator, text) == [
        ("person-sits-there-already", 2),
        ("agency-unknown-nearest", 3),
    ]


def test_one_faulty_row_stops_the_whole_list(office: Office, cast: Cast) -> None:
    before = roster.roster(office, cast.coordinator)
    text = LIST + "R5,Eva,Test,akutmotagningen,ledamot,,,,,,,,\n"
    assert problems(office, cast.coordinator, text) == [("agency-unknown-nearest", 6)]
    assert roster.roster(office, cast.coordinator) == before


def test_a_list_gives_nobody_an_access_role(office: Office, cast: Cast) -> None:
    before = groups.role_grants(office, cast.coordinator)
    take_over(office, cast.coordinator, LIST)
    assert groups.role_grants(office, cast.coordinator) == before


def test_a_list_touches_the_own_groups_people_alone(office: Office, cast: Cast) -> None:
    take_over(office, cast.coordinator, LIST)
    take_over(office, cast.outsider, LIST)
    moved = LIST.replace("kim@example.se", "someone.else@example.se")
    assert take_over(office, cast.outsider, moved).changed
    assert roster.find_by_email(office, cast.coordinator, email="kim@example.se")
    assert not roster.find_by_email(office, cast.outsider, email="kim@example.se")


def test_a_list_cannot_rename_somebody_who_may_do_more(office: Office, cast: Cast) -> None:
    take_over(office, cast.coordinator, LIST)
    (kim,) = roster.find_by_email(office, cast.coordinator, email="kim@example.se")
    roster.grant_role(office, cast.coordinator, person_id=kim.person_id, role=Role.COORDINATOR)
    renamed = LIST.replace(kim.given_name or "", "Annan")
    secretary = replace(cast.member, roles=frozenset({Role.SECRETARY}))
    assert problems(office, secretary, renamed) == [("address-needs-coordinator", 2)]
    assert take_over(office, cast.coordinator, renamed).changed


def test_a_list_cannot_redirect_somebody_who_may_do_more(office: Office, cast: Cast) -> None:
    take_over(office, cast.coordinator, LIST)
    (kim,) = roster.find_by_email(office, cast.coordinator, email="kim@example.se")
    roster.grant_role(office, cast.coordinator, person_id=kim.person_id, role=Role.COORDINATOR)
    moved = LIST.replace("kim@example.se", "someone.else@example.se")
    secretary = replace(cast.member, roles=frozenset({Role.SECRETARY}))
    assert problems(office, secretary, moved) == [("address-needs-coordinator", 2)]
    assert take_over(office, cast.coordinator, moved).changed


def test_a_list_does_not_take_the_own_address_past_the_code(office: Office, cast: Cast) -> None:
    take_over(office, cast.coordinator, LIST)
    (kim,) = roster.find_by_email(office, cast.coordinator, email="kim@example.se")
    moved = LIST.replace("kim@example.se", "someone.else@example.se")
    secretary = replace(cast.member, person_id=kim.person_id, roles=frozenset({Role.SECRETARY}))
    assert problems(office, secretary, moved) == [("own-address-by-code", 2)]
    assert take_over(office, secretary, LIST.replace(kim.given_name or "", "Annan")).changed


def test_only_the_coordinator_takes_over_lists(office: Office, cast: Cast) -> None:
    for actor in (cast.member, cast.reader):
        with pytest.raises(NotAllowed):
            take_over(office, actor, LIST)
        with pytest.raises(NotAllowed):
            roster.preview_list(office, actor, content=LIST.encode(), filename="lista.csv")


def test_a_long_list_asks_no_more_questions_than_a_short_one(office: Office, cast: Cast) -> None:
    def many(first: int, number: int) -> str:
        rows = (
            f"X{n},Namn{n},Efternamn{n},akut,ledamot,,person{n}@example.se,,,,2026-01-01,,\n"
            for n in range(first, first + number)
        )
        return HEADER + "".join(rows)

    with count_statements(office.database) as few:
        take_over(office, cast.coordinator, many(0, 3))
    with count_statements(office.database) as lots:
        take_over(office, cast.coordinator, many(100, 200))
    # How many rows go into one INSERT is the engine's own affair.
    questions = [sum(sql.startswith("SELECT") for sql in seen) for seen in (few, lots)]
    assert questions[0] == questions[1] <= 9  # the last: whether somebody can still lead
