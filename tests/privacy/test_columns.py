"""What Skydda nu looks through follows from what the columns of the tables say they hold."""

from __future__ import annotations

from sqlalchemy import Column, String

from coordinator.core.columns import (
    Holds,
    facts_of,
    holds,
    looked_through,
    shown_in_log,
    tables_with_classes,
)
from coordinator.privacy.name_columns import texts

from .planted import all_text_columns

# What the room does itself with a column that can hold a name and is not simply looked through.
OTHERWISE = {
    "person.given_name": "taken away",
    "person.family_name": "taken away",
    "person.phone": "taken away",
    "person.email": "taken away, or a function mailbox instead",
    "person.email_key": "follows from the address",
    "person.sort_key": "follows from the name",
    "outbox_mail.address": "emptied where it is the person's",
    "outbox_mail.reply_to": "emptied where it is the person's",
    "outbox_mail.subject": "looked through as a mail",
    "outbox_mail.text": "looked through as a mail",
    "outbox_mail.html": "looked through as a mail",
    "outbox_attachment.name": "looked through as a mail",
    "outbox_attachment.content": "looked through as a mail",
    "search_entry.title": "written again",
    "search_entry.body": "written again",
    "search_token.token": "written again",
    "masked_text.text": "written again, from the copy that stands",
    "meeting.vevent": "written again",
    "trail_entry.actor_name": "shown without the name",
    "collaboration_group.mailbox": "emptied when it is the person's own",
    "sign_in_link.next_path": "emptied where the name stands in it",
}
# Typed, and not looked through: names, addresses by purpose, settings, numbers in a register.
NAMES_OF_ORGANISATIONS_AND_THE_LIKE = {
    *("agency.slug", "agency.name", "agency.principal"),
    *("attendance.agency_name", "attendance.person_name"),
    "closed_day.municipality",
    "form_draft.text",  # its writer's own, looked through when it is saved
    *("collaboration_group.name", "collaboration_group.municipality"),
    "collaboration_group.minutes_heading",
    *("meeting.joining_link", "meeting.title", "meeting.venue"),
    "minutes.registration_number",
    *("person.contact_channel", "person.title"),
    "representation.reference",
}
# These stand in every table and say nothing.
OF_EVERY_TABLE = {"id", "group_id", "version"}


def test_every_column_says_what_the_house_must_know_of_it() -> None:
    """A new column says it in its own tables.py before anything else works."""
    silent = [
        f"{table.name}.{column.name}"
        for table, _class in tables_with_classes()
        for column in table.columns
        if facts_of(column) is None and column.name not in OF_EVERY_TABLE
    ]
    assert silent == []


def test_every_table_says_whether_it_stands_in_the_log() -> None:
    assert [
        table.name for table, class_ in tables_with_classes() if "in_log" not in vars(class_)
    ] == []


def test_what_is_typed_is_looked_through_for_individuals_unless_its_line_says_no() -> None:
    texts = all_text_columns()
    passed_over = {
        name
        for name, column in texts.items()
        if holds(column) in {Holds.TYPED, Holds.WHOLE}
        and tuple(name.split(".")) not in looked_through()
    }
    assert passed_over == NAMES_OF_ORGANISATIONS_AND_THE_LIKE
    assert {f"{table}.{column}" for table, column in looked_through()} <= set(texts)
    assert ("note", "text") in looked_through()
    assert ("action_report", "text") in looked_through()


def test_what_is_looked_through_follows_from_the_tables() -> None:
    told = {name: holds(column) for name, column in all_text_columns().items()}
    looked = {f"{one.name}.{column}" for one in texts() for column in one.columns}
    assert looked == {name for name, one in told.items() if one in {Holds.TYPED, Holds.WHOLE}}
    assert set(OTHERWISE) == {name for name, one in told.items() if one is Holds.NAMED}


def test_a_column_that_says_nothing_is_looked_through() -> None:
    assert holds(Column("remark", String())) is Holds.TYPED


def test_the_log_keeps_values_of_columns_that_nobody_types_in_alone() -> None:
    columns = all_text_columns()
    typed = {
        name
        for name in shown_in_log()
        if name in columns and holds(columns[name]) is not Holds.MADE
    }
    assert typed == set()
