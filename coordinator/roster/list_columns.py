"""The columns of an uploaded list of people: known names in Swedish and English."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from coordinator.core.lists.columns import ColumnNames
from coordinator.core.translation import N_


class Column(StrEnum):
    """What a list can say about a seat, under the names of our own exports."""

    ID = "id"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    DISPLAY_NAME = "display_name"
    ORG_ID = "org_id"
    ORGANISATION = "organisation"
    ROLE = "role"
    TITLE = "title"
    EMAIL = "email"
    PHONE = "phone"
    PROTECTED = "protected_identity"
    CONTACT_CHANNEL = "contact_channel"
    VALID_FROM = "valid_from"
    VALID_TO = "valid_to"
    REPLACES = "replaces"
    SYNTHETIC = "synthetic"


NAME: Final = frozenset({Column.GIVEN_NAME, Column.FAMILY_NAME, Column.DISPLAY_NAME})
AGENCY: Final = frozenset({Column.ORG_ID, Column.ORGANISATION})

PEOPLE: Final = ColumnNames[Column](
    of_one_sheet=True,
    spellings={
        Column.ID: ("id", "reference", "Referens"),
        Column.GIVEN_NAME: ("given_name", "first_name", "Förnamn", "Tilltalsnamn"),
        Column.FAMILY_NAME: ("family_name", "last_name", "surname", "Efternamn"),
        Column.DISPLAY_NAME: ("display_name", "name", "full_name", "Namn", "Visningsnamn"),
        Column.ORG_ID: ("org_id",),
        Column.ORGANISATION: ("organisation", "organization", "agency", "Verksamhet"),
        Column.ROLE: ("role", "Roll"),
        Column.TITLE: ("title", "Titel", "Befattning", "Yrkestitel"),
        Column.EMAIL: (
            *("email", "mail", "email_address", "E-post", "E-postadress", "Mejl"),
            *("Mailadress", "Mejladress", "Epostadress"),
        ),
        Column.PHONE: (
            *("phone", "phone_number", "Telefon", "Telefonnummer", "Tel", "Tel.nr", "Telnr"),
            *("Mobil", "Mobiltelefon", "Mobilnummer", "mobile"),
        ),
        Column.PROTECTED: ("protected_identity", "protected", "Skyddad identitet", "Skyddad"),
        Column.CONTACT_CHANNEL: ("contact_channel", "Kontaktväg"),
        Column.VALID_FROM: ("valid_from", "from", "Från", "Från och med", "Fr.o.m.", "Giltig från"),
        Column.VALID_TO: ("valid_to", "to", "Till", "Till och med", "T.o.m.", "Giltig till"),
        Column.REPLACES: ("replaces", "Ersätter"),
        Column.SYNTHETIC: ("synthetic",),
    },
    required=(
        (NAME, "list-needs-name-column"),
        (AGENCY, "list-needs-agency-column"),
        (frozenset({Column.ROLE}), "list-needs-role-column"),
    ),
    offered=N_(
        "Name	Agency	Role	Title	Email address	Phone	Protected identity	From	To"
    ),
    no_header="list-no-header",
)
