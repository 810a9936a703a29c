"""Runs the product's pages without a browser: signed in, as any role, counting SQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from pydantic import SecretStr
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, app_test
from streamlit.util import calc_hash

from coordinator.access.actor import Role
from coordinator.core.clock import STOCKHOLM, Clock
from coordinator.core.database import Database
from coordinator.core.office import Office
from coordinator.core.settings import Settings
from coordinator.entrance import usecases as entrance
from coordinator.installation import usecases as installation
from coordinator.installation.migrate import migrate
from coordinator.planning.polls import usecases as date_polls
from coordinator.planning.views import Choice
from coordinator.ui.navigation import FILES
from coordinator.ui.text import firm
from coordinator.wiring import founding_shell, shell_actor, use_office
from tests.statements import count_statements

# For every page that is opened Streamlit reads the labels of all that is installed, and for every
# run of a page it compiles the page; a server does either once.
for module, name in ((manifest_scanner, "scan_component_manifests"), (app_test, "ScriptCache")):
    setattr(module, name, cache(getattr(module, name)))
ROOT = Path(__file__).resolve().parents[2]
_SAID = (Choice.YES, Choice.YES, Choice.IF_NEED_BE, Choice.YES, Choice.NO, Choice.YES, Choice.YES)
DEMO_NOW = datetime(2026, 11, 22, 12, tzinfo=STOCKHOLM)


def demo_office(file: Path) -> tuple[Office, str]:
    """The example in a new file, and its coordinator's cookie."""
    content, coordinator = _example()
    file.write_bytes(content)
    office = office_at(f"sqlite:///{file}")
    return office, cookie_of(office, coordinator)


@cache
def _example() -> tuple[bytes, int]:
    """The database file of the example, made once, and who coordinates in it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "example.sqlite"
        office = office_at(f"sqlite:///{file}")
        migrate(office.database, keep_copy=False)
        people = installation.open_demo(office, founding_shell())
        office.database.dispose()  # what lies in the log beside the file goes into it
        return file.read_bytes(), people[Role.COORDINATOR]


def with_mail_server(office: Office) -> Office:
    """The same, where mail leaves by itself; nothing listens there."""
    address = SecretStr("smtp://127.0.0.1:1")
    return replace(office, settings=office.settings.model_copy(update={"smtp_url": address}))


def office_at(address: str) -> Office:
    """The office of a database, on the example's own day."""
    moment = DEMO_NOW.astimezone(UTC)
    return Office(
        Settings(database_url=address, _env_file=None),
        Clock(now=lambda: moment, is_set_by_hand=True),
        Database(address),
    )


def with_polls(office: Office) -> None:
    """Two questions about VT2027: one that everybody has answered, one that is a draft."""
    actor = shell_actor(office, "exempelkoping")
    days = [date(2027, 2, 2 + n) for n in range(6)] + [date(2027, 5, 11 + n) for n in range(6)]
    times = [
        (start, start + timedelta(hours=2))
        for start in (datetime.combine(day, time(13, 30), tzinfo=STOCKHOLM) for day in days)
        if start.weekday() < 5
    ]
    for is_sent in (True, False):
        draft = date_polls.make_poll(
            office, actor, term_code="VT2027", times=times, answer_by=date(2026, 12, 4)
        )
        if is_sent:
            view = date_polls.open_poll(office, actor, code=draft.code, version=draft.version)
            for number, person_id in enumerate(view.people):
                date_polls.type_in_poll_answer(
                    office,
                    actor,
                    code=view.code,
                    person_id=person_id,
                    choices={
                        one.candidate.id: _SAID[(place * 5 + number) % len(_SAID)]
                        for place, one in enumerate(view.candidates)
                    },
                )


def cookie_of(office: Office, person_id: int, group: str | None = "exempelkoping") -> str:
    """A signed-in session of that person."""
    shell = shell_actor(office, group)
    link = entrance.make_sign_in_link(office, shell, person_id=person_id)
    return entrance.sign_in(office, link).cookie


@contextmanager
def signed_in(office: Office, cookie: str | None) -> Iterator[None]:
    """Page runs inside see this office and this cookie; only the browser's part is stood in for."""
    use_office(office)
    try:
        with patch("coordinator.ui.frame.cookie", lambda: cookie):
            yield
    finally:
        use_office(None)


def open_page(name: str, **query: str) -> AppTest:
    """A page as the browser opens it, run once; inside :func:`signed_in`."""
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    is_first = name in {"home", "start"}
    if not is_first:
        test._page_hash = calc_hash(name)  # its address: pages are known only after a run
    for key, value in query.items():
        test.query_params[key] = value
    test.run()
    if not is_first:
        test.switch_page(str(FILES[name]))  # raises where the reader has no such page
        assert test._page_hash == test._finished_page_script_hash, name
    return test


def press(page: AppTest, label: str) -> AppTest:
    """Presses the first button that says so."""
    next(button for button in page.button if button.label == label).click()
    return page.run()


def press_key(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    return page.run()


def primaries(page: AppTest) -> list[str]:
    """What the page's main buttons say."""
    return [button.label for button in page.button if button.key and "do_" in button.key]


def html(page: AppTest) -> str:
    """What stands in the page's HTML, as it is read: without the places where a word may break."""
    return " ".join(str(element.proto.body) for element in page.get("html")).replace("\xad", "")


def said(page: AppTest) -> str:
    """What the page's coloured boxes say."""
    boxes = (*page.error, *page.warning, *page.success, *page.info)
    return " ".join(box.value for box in boxes).replace("\\", "")


def words(page: AppTest) -> str:
    """Everything on the page, also what our own HTML holds."""
    texts = (text.value for text in (*page.markdown, *page.header, *page.title))
    return firm(" ".join((html(page), *texts)))


@dataclass(frozen=True)
class PageRun:
    """A page in one of its states, by name and query."""

    name: str
    page: str
    query: dict[str, str] = field(default_factory=dict)

    def start(self, office: Office, cookie: str) -> AppTest:
        with signed_in(office, cookie):
            return open_page(self.page, **self.query)

    def count(self, office: Office, cookie: str, test: AppTest) -> tuple[AppTest, list[str]]:
        """One more run of the page, with the SQL statements it took."""
        with signed_in(office, cookie), count_statements(office.database) as seen:
            test.run()
        return test, seen


def page_runs() -> list[PageRun]:
    """Every page in every state that reads differently, on the example's data."""
    return [
        PageRun("Hem", "home"),
        PageRun("Möten", "meetings"),
        PageRun("Planera", "meetings", {"plan": "VT2027"}),
        PageRun("Planera, fråga gruppen", "meetings", {"ask": "VT2027"}),
        PageRun("Fråga, utkast", "meetings", {"poll": "VT2027-poll-2"}),
        PageRun("Fråga, svar", "meetings", {"poll": "VT2027-poll-1"}),
        PageRun("Möte före", "meetings", {"meeting": "HT2026-2"}),
        PageRun("Möte efter", "meetings", {"meeting": "HT2026-1"}),
        PageRun("Möte efter, utskickad", "meetings", {"meeting": "HT2025-2"}),
        PageRun("Åtgärder", "actions"),
        PageRun("Insatser", "information-actions"),
        PageRun("Gruppen", "group"),
        PageRun("Inställningar", "settings"),
        PageRun("Utskick", "sendings"),
        PageRun("Sök", "search", {"q": "kontaktkort"}),
        PageRun("Personuppgifter", "privacy"),
        PageRun("Tillgänglighet", "accessibility"),
        PageRun("Hjälp", "help"),
    ]


def person_of(office: Office, reference: str) -> int:
    """The id of somebody in the example's list, such as P16."""
    with office.reading() as session:
        found = session.connection().exec_driver_sql(
            "SELECT person_id FROM representation WHERE reference = ?", (reference,)
        )
        return int(found.scalar_one())
