"""The face in a shell. Names and JSON keys are a contract; see docs/operations.md.

Exit status: 0 done; 1 the input or a rule said no, and nothing was changed; 2 wrong usage.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from coordinator.core.clock import STOCKHOLM
from coordinator.core.errors import BadInput, CoordinatorError
from coordinator.core.tokens import reference_number
from coordinator.core.translation import _, ngettext, speak

if TYPE_CHECKING:
    from coordinator.access.actor import Actor
    from coordinator.core.office import Office
    from coordinator.meetings.views import MeetingLine, NewMeeting
    from coordinator.planning.values import Objection

log = logging.getLogger("coordinator")

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Samordnaren: roster, meetings, minutes and information actions of a collaboration group.",
)
imports = typer.Typer(no_args_is_help=True, help="Read a list or a calendar, all or nothing.")
app.add_typer(imports, name="import")

# As access.usecases.GRANTABLE; a test holds them together, so that --help need not import it.
_ROLES = "coordinator, secretary, member, reader, registrator or auditor."
Group = Annotated[str | None, typer.Option("--group", metavar="SLUG", help="Which group.")]
As = Annotated[str | None, typer.Option("--as", metavar="EMAIL", help="Only what they may do.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
Day = Annotated[str, typer.Option("--date", metavar="YYYY-MM-DD")]
OptionalClock = Annotated[str | None, typer.Option(metavar="HH:MM")]


def main() -> None:
    """The console script: expected refusals in words, the unexpected with a number."""
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stderr.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    wish = os.environ.get("COORDINATOR_LANG") or os.environ.get("LANG", "")
    speak("en" if wish.lower().startswith("en") else "sv")
    try:
        app()
    except CoordinatorError as error:
        for line in _lines(error):
            _tell(line)
        sys.exit(1)
    except Exception:
        number = reference_number()
        log.exception("reference %s", number)
        _tell(_("Something went wrong, and the fault is ours. Reference {number}.", number=number))
        sys.exit(1)


def _tell(text: str) -> None:
    print(text, file=sys.stderr)


def _lines(error: CoordinatorError) -> list[str]:
    from coordinator.core.messages import problem_lines, sentence

    return [sentence(error), *(problem_lines(error) if isinstance(error, BadInput) else [])]


@contextmanager
def _office(*, may_begin: bool = False) -> Iterator[Office]:
    """The office for one command, on a database of this version; ``may_begin`` makes one."""
    from coordinator.installation.opening import open_current

    office = open_current(may_begin=may_begin)
    try:
        yield office
    finally:
        office.database.dispose()


@contextmanager
def _acting(group: str | None, as_email: str | None = None) -> Iterator[tuple[Office, Actor]]:
    from coordinator.wiring import shell_actor

    with _office() as office:
        yield office, shell_actor(office, group, as_email)


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput("date-odd", text=text) from error


def _clock(text: str) -> time:
    # Nothing but hours and minutes: an offset or seconds would be dropped unseen.
    try:
        return datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007 - a time of day
    except ValueError as error:
        raise BadInput("time-odd", text=text) from error


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=STOCKHOLM)


@app.command()
def init(
    template: Annotated[
        str, typer.Option(help="A folder name under data/templates.")
    ] = "trelleborg",
) -> None:
    """A new database with the group template."""
    from coordinator.installation import usecases as installation
    from coordinator.wiring import founding_shell

    with _office(may_begin=True) as office:
        chosen = installation.group_template(template)
        slug = installation.start_group(
            office,
            founding_shell(),
            template=template,
            name=chosen.name,
            municipality=chosen.municipality,
        )
        members = sum(agency.is_member for agency in chosen.agencies)
        print(
            _("{name}: {n} agencies. Short name: {slug}.", name=chosen.name, n=members, slug=slug)
        )


@app.command()
def demo() -> None:
    """A new database with the invented history of Exempelköping."""
    from coordinator.installation import usecases as installation
    from coordinator.wiring import founding_shell

    with _office(may_begin=True) as office:
        installation.open_demo(office, founding_shell())
        print(_("The example is loaded. Start it with: coordinator serve"))


@app.command()
def serve(
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    port: Annotated[int, typer.Option()] = 8501,
) -> None:
    """The web app. Migrates the database first, after copying it aside."""
    from coordinator.core.settings import project_root

    if not Path(".env").is_file() or "COORDINATOR_BASE_URL" not in Path(".env").read_text("utf-8"):
        os.environ.setdefault("COORDINATOR_BASE_URL", f"http://{host}:{port}")
    with _office(may_begin=True) as office:
        _print_first_links(office)
    root = project_root()
    # The first argument tells Streamlit where app.py and .streamlit/config.toml are.
    sys.argv = [str(root / "app.py")]
    sys.path.insert(0, str(root))
    import app as door

    door.app.run(config={"server.address": host, "server.port": port})


def _print_first_links(office: Office) -> None:
    """On a new database the founder's link; in the example one for each role."""
    from coordinator.access import usecases as access
    from coordinator.core import addresses

    base = office.settings.base_url
    token = access.founder_link(office)
    if token:
        print(_("Sign in here, once, within 15 minutes:"))
        print(addresses.sign_in(base, token), flush=True)
        return
    _print_role_links(office)
    print(_("Serving at {address}", address=base), flush=True)


def _print_role_links(office: Office) -> None:
    """In the example a link for each role; in a group that nobody can enter, the way out."""
    from coordinator.access import usecases as access
    from coordinator.access.actor import Role
    from coordinator.access.role_words import role_word
    from coordinator.core import addresses
    from coordinator.wiring import shell_actor

    try:
        actor = shell_actor(office, None)
    except CoordinatorError:
        return  # several groups: nobody is new here
    holders = {holder.role: holder.person_id for holder in access.role_grants(office, actor)}
    if not holders:
        print(_("Nobody has a role yet. Give one: coordinator role EMAIL coordinator"), flush=True)
    if not actor.is_demo:
        return
    for role in Role:
        if role in holders:
            link = access.make_sign_in_link(office, actor, person_id=holders[role])
            print(
                f"{role_word(role):<12} {addresses.sign_in(office.settings.base_url, link)}",
                flush=True,
            )


@app.command("sign-in-link")
def sign_in_link(
    email: str,
    person: Annotated[str | None, typer.Option(help="Who, when several share the address.")] = None,
    group: Group = None,
) -> None:
    """Print a one-time sign-in link for that person."""
    from coordinator.access import usecases as access
    from coordinator.core import addresses
    from coordinator.core.errors import NotFound
    from coordinator.entrance import usecases as entrance

    with _acting(group) as (office, actor):
        person_id, shared = _person(office, actor, email, person)
        if not entrance.may_enter(office, actor, person_id=person_id):
            raise NotFound("nobody-may-enter")
        token = access.make_sign_in_link(office, actor, person_id=person_id, shared_mailbox=shared)
        print(addresses.sign_in(office.settings.base_url, token))


def _person(office: Office, actor: Actor, email: str, name: str | None) -> tuple[int, bool]:
    """Whose address it is, and whether several share it; then the name tells them apart."""
    from coordinator.core.errors import NotFound
    from coordinator.roster import usecases as roster

    found = {seat.person_id: seat for seat in roster.find_by_email(office, actor, email=email)}
    shared = len(found) > 1
    if shared and name is None:
        names = ", ".join(sorted(seat.name for seat in found.values()))
        raise BadInput("mailbox-needs-person", email=email, names=names)
    chosen = [seat for seat in found.values() if name in (None, seat.name)]
    if not chosen:
        raise NotFound("nobody-with-address", email=email)
    return chosen[0].person_id, shared


@app.command()
def role(
    email: str,
    role: Annotated[str, typer.Argument(metavar="ROLE", help=_ROLES)],
    withdraw: Annotated[bool, typer.Option("--withdraw", help="Take it away.")] = False,
    person: Annotated[str | None, typer.Option(help="Who, when several share the address.")] = None,
    group: Group = None,
) -> None:
    """Give somebody of the group a role, or take it away. An import never does."""
    from coordinator.access import usecases as access
    from coordinator.access.actor import Role

    if role not in access.GRANTABLE:
        raise BadInput("role-unknown", role=role)
    with _acting(group) as (office, actor):
        person_id, _shared = _person(office, actor, email, person)
        change = access.withdraw_role if withdraw else access.grant_role
        change(office, actor, person_id=person_id, role=Role(role))
        held = {h.role for h in access.role_grants(office, actor) if h.person_id == person_id}
        roles = ", ".join(sorted(held)) or _("nothing")
        print(_("{email} is now: {roles}", email=email, roles=roles))


@app.command()
def plan(  # noqa: PLR0917 - a command's options
    term: str,
    weekdays: Annotated[str, typer.Option(help="Such as tue,wed,thu.")] = "tue,wed,thu",
    between: Annotated[str, typer.Option(metavar="HH:MM-HH:MM")] = "09:00-16:00",
    duration: Annotated[int, typer.Option(help="In minutes of time.")] = 120,
    start: Annotated[str | None, typer.Option(metavar="HH:MM", help="The usual start.")] = None,
    off: Annotated[
        str | None, typer.Option(help="Parts of the week that never suit: thu-am fri-pm mon.")
    ] = None,
    as_json: Json = False,
    group: Group = None,
    as_email: As = None,
) -> None:
    """Proposals for the term, best first."""
    from coordinator.core.messages import sentence
    from coordinator.planning import usecases as planning
    from coordinator.planning.off_hours import read_off

    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    wanted = [day.strip().lower() for day in weekdays.split(",") if day.strip()]
    unknown = [day for day in wanted if day not in names]
    if unknown or not wanted:
        raise BadInput("weekday-unknown", text=", ".join(unknown) or weekdays)
    first, dash, last = between.partition("-")
    if not dash:
        raise BadInput("time-odd", text=between)
    with _acting(group, as_email) as (office, actor):
        found = planning.propose(
            office,
            actor,
            term_code=term,
            weekdays=tuple(names.index(day) for day in wanted),
            between=(_clock(first), _clock(last)),
            start=_clock(start) if start else None,
            duration=duration,
            off=None if off is None else read_off(off),
        )
    proposals: list[dict[str, Any]] = [
        {
            "meetings": [
                {
                    "date": meeting.day.isoformat(),
                    "start": f"{meeting.start.astimezone(STOCKHOLM):%H:%M}",
                    "end": f"{meeting.end.astimezone(STOCKHOLM):%H:%M}",
                    "iso_week": meeting.iso_week,
                    "warnings": [warning.name for warning in meeting.warnings],
                }
                for meeting in proposal.meetings
            ],
            "score": proposal.score,
            "reasons": [sentence(reason) for reason in proposal.reasons],
        }
        for proposal in found.proposals
    ]
    if as_json:
        blocked = [{"date": b.day.isoformat(), "reason": b.name} for b in found.blocked]
        _print_json({"term": found.term_code, "proposals": proposals, "blocked": blocked})
        return
    if found.hindrance:
        _tell(sentence(found.hindrance))
    if found.relaxation:
        changes = ", ".join(sentence(change) for change in found.relaxation)
        _tell(_("The smallest change that would help: {changes}.", changes=changes))
    for proposal in proposals:
        days = " + ".join(
            f"{m['date']} {m['start']}–{m['end']} (v. {m['iso_week']})"
            for m in proposal["meetings"]
        )
        print(f"{days}: {'; '.join(proposal['reasons'])}")


@app.command()
def schedule(  # noqa: PLR0917 - a command's options
    term: str,
    day: Day,
    start: Annotated[str, typer.Option(metavar="HH:MM")],
    end: Annotated[str, typer.Option(metavar="HH:MM")],
    venue: Annotated[str | None, typer.Option()] = None,
    protected_venue: Annotated[
        bool,
        typer.Option("--protected-venue", help="Told separately: in no calendar, list or search."),
    ] = False,
    extra: Annotated[str | None, typer.Option(metavar="REASON")] = None,
    group: Group = None,
    as_email: As = None,
) -> None:
    """Book one meeting; prints its id. Doubts about the day are told, not asked."""
    from coordinator.meetings.views import NewMeeting
    from coordinator.planning import usecases as planning

    date_ = _day(day)
    new = NewMeeting(
        start=_moment(date_, _clock(start)),
        end=_moment(date_, _clock(end)),
        venue=venue,
        venue_kind="told_separately" if protected_venue else "open",
        extra_reason=extra,
    )
    with _acting(group, as_email) as (office, actor):
        doubts = _doubts(office, actor, new, term_code=term)
        accepted = frozenset(doubt.code for doubt in doubts)
        (code,) = planning.book(office, actor, meetings=(new,), accepted=accepted, term_code=term)
        _tell_all(doubts)
        print(code)


def _doubts(
    office: Office,
    actor: Actor,
    new: NewMeeting,
    *,
    term_code: str | None = None,
    moving: str | None = None,
) -> list[Objection]:
    """What only wants a yes: taken as said by typing the command, and told once it is done.

    A missing reason for an extra meeting is no such thing: it stays a refusal.
    """
    from coordinator.planning import usecases as planning

    found = planning.check(
        office,
        actor,
        start=new.start,
        end=new.end,
        term_code=term_code,
        extra_reason=new.extra_reason,
        moving=moving,
    )
    return [each for each in found if each.kind != "refuse" and each.code != "extra-needs-reason"]


def _tell_all(doubts: list[Objection]) -> None:
    from coordinator.core.messages import sentence

    for doubt in doubts:
        _tell(sentence(doubt))


@app.command()
def reschedule(  # noqa: PLR0917 - a command's options
    meeting: str,
    day: Day,
    reason: Annotated[str, typer.Option()],
    start: OptionalClock = None,
    end: OptionalClock = None,
    venue: Annotated[str | None, typer.Option()] = None,
    group: Group = None,
    as_email: As = None,
) -> None:
    """Move a meeting: keeps its uid, raises its sequence."""
    from coordinator.invitations import usecases as invitations
    from coordinator.meetings import usecases as meetings
    from coordinator.meetings.views import NewMeeting

    with _acting(group, as_email) as (office, actor):
        line = meetings.meeting(office, actor, code=meeting).line
        old_start, old_end = line.start.astimezone(STOCKHOLM), line.end.astimezone(STOCKHOLM)
        date_ = _day(day)
        new_start = _moment(date_, _clock(start) if start else old_start.time())
        new_end = _moment(date_, _clock(end)) if end else new_start + (old_end - old_start)
        new = NewMeeting(start=new_start, end=new_end)
        doubts = _doubts(office, actor, new, moving=meeting)
        moved = invitations.reschedule(
            office,
            actor,
            code=meeting,
            start=new_start,
            end=new_end,
            venue=venue,
            reason=reason,
            accepted=frozenset(doubt.code for doubt in doubts),
        )
        _tell_all(doubts)
        print(moved.code)


@app.command()
def cancel(
    meeting: str,
    reason: Annotated[str, typer.Option()],
    group: Group = None,
    as_email: As = None,
) -> None:
    """Cancel a meeting: it stays in the records and no longer counts."""
    from coordinator.invitations import usecases as invitations

    with _acting(group, as_email) as (office, actor):
        invitations.cancel(office, actor, code=meeting, reason=reason)
        print(meeting)


@app.command()
def meetings(
    term: Annotated[str | None, typer.Option()] = None,
    as_json: Json = False,
    group: Group = None,
    as_email: As = None,
) -> None:
    """The group's meetings, oldest first."""
    from coordinator.invitations import usecases as invitations
    from coordinator.meetings import usecases as rooms
    from coordinator.terms.rules import parse_term_code

    wanted = str(parse_term_code(term)) if term is not None else None
    with _acting(group, as_email) as (office, actor):
        years = rooms.list_meetings(office, actor).years
        lines = sorted(
            (
                line
                for year in years
                for line in rooms.list_meetings(office, actor, year=year).meetings
                if wanted in (None, line.term_code)
            ),
            key=lambda line: line.start,
        )
        counts = invitations.reply_counts(office, actor, codes=[line.code for line in lines])
    if as_json:
        _print_json([_meeting_json(line, counts[line.code]) for line in lines])
        return
    for line in lines:
        start = line.start.astimezone(STOCKHOLM)
        print(f"{line.code:<10} {start:%Y-%m-%d %H:%M}  {_status(line):<10} {line.theme or ''}")


def _status(line: MeetingLine) -> str:
    return "planned" if line.state == "under_way" else str(line.state)


def _meeting_json(line: MeetingLine, counts: Any) -> dict[str, Any]:
    answers = ("accepted", "declined", "tentative", "delegated", "later", "unanswered")
    return {
        "id": line.code,
        "uid": line.uid,
        "sequence": line.sequence,
        "status": _status(line),
        "start": line.start.astimezone(STOCKHOLM).isoformat(),
        "end": line.end.astimezone(STOCKHOLM).isoformat(),
        "timezone": line.zone,
        "venue": line.venue if line.venue_kind == "open" else None,
        "title": line.title,
        "agencies_present": line.agencies_present,
        "agencies_total": line.agencies_total,
        "replies": {answer: getattr(counts, answer) for answer in answers},
    }


@app.command()
def ics(
    meeting: str,
    method: Annotated[str, typer.Option(help="publish")] = "publish",
    group: Group = None,
    as_email: As = None,
) -> None:
    """The calendar file, bytes on stdout."""
    from coordinator.invitations import usecases as invitations

    if method.lower() != "publish":
        # REQUEST and CANCEL belong to mails, which name one recipient.
        raise typer.BadParameter(method, param_hint="--method")
    with _acting(group, as_email) as (office, actor):
        content = invitations.calendar_file(office, actor, code=meeting)
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


@app.command()
def search(
    query: str,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    as_json: Json = False,
    group: Group = None,
    as_email: As = None,
) -> None:
    """Search in everything, best first."""
    from coordinator.reports import usecases as reports

    with _acting(group, as_email) as (office, actor):
        hits = reports.search(office, actor, query=query, limit=limit).hits
    found = [
        {
            "meeting": hit.meeting_code,
            "item": hit.item_number,
            "kind": hit.kind,
            "title": hit.title,
            "excerpt": "".join(text for text, _marked in hit.excerpt),
            "date": hit.day.isoformat() if hit.day else None,
        }
        for hit in hits
    ]
    if as_json:
        _print_json(found)
        return
    for hit in found:
        place = f"{hit['meeting'] or '-'}:{hit['item'] or '-'}"
        print(f"{place:<16} {hit['title']}: {hit['excerpt']}")


@app.command("check-text")
def check_text(file: Path, as_json: Json = False) -> None:
    """Does a text point to one individual? Exit 1 when it may."""
    from dataclasses import asdict

    from coordinator.access.identity_guard import explain, find
    from coordinator.core.errors import Problem
    from coordinator.core.messages import sentence

    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadInput("file-missing", file=str(file)) from error
    except UnicodeDecodeError as error:
        raise BadInput("text-unreadable", file=str(file)) from error
    findings = find(text)
    if as_json:
        _print_json([asdict(finding) for finding in findings])
    else:
        for f in findings:
            shown = " ".join(f.text.split())
            why = sentence(Problem(explain(f.kind)))
            print(
                _("Line {line}, column {column}: {text}", line=f.line, column=f.column, text=shown),
                why,
                sep=". ",
            )
    if findings:
        sys.exit(1)


@imports.command("roster")
def import_roster(file: Path, group: Group = None, as_email: As = None) -> None:
    """People from a list (.csv, .xlsx), all or nothing."""
    from coordinator.roster import usecases as roster

    content = _content(file)
    with _acting(group, as_email) as (office, actor):
        done = roster.import_list(office, actor, content=content, filename=file.name)
        print(
            ngettext("{n} person added", "{n} people added", len(done.added)),
            ngettext("{n} changed", "{n} changed", len(done.changed)),
            ngettext("{n} unchanged", "{n} unchanged", done.unchanged),
            sep=", ",
        )


@imports.command("closed-days")
def import_closed_days(
    file: Path,
    municipality: Annotated[
        str, typer.Option(help="Whose school breaks they are, where the file does not say.")
    ] = "",
    agency: Annotated[
        str | None, typer.Option(help="Whose absences they are: the agency's short name.")
    ] = None,
    group: Group = None,
    as_email: As = None,
) -> None:
    """Closed days from a list (.csv) or a calendar (.ics), all or nothing."""
    from coordinator.core.errors import NotFound
    from coordinator.roster import usecases as roster
    from coordinator.terms import usecases as terms

    content = _content(file)
    with _acting(group, as_email) as (office, actor):
        ids = {one.slug: one.id for one in roster.agencies(office, actor)}
        if agency is not None and agency not in ids:
            raise NotFound("agency-unknown", name=agency)
        done = terms.import_days(
            office,
            actor,
            content=content,
            filename=file.name,
            municipality=municipality,
            agency_id=ids[agency] if agency else None,
        )
        print(
            ngettext("{n} day or span added", "{n} days or spans added", len(done.added)),
            ngettext("{n} with new days", "{n} with new days", len(done.changed)),
            ngettext("{n} there already", "{n} there already", done.unchanged + done.computed),
            sep=", ",
        )


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput("file-missing", file=str(file)) from error


@app.command()
def backup(file: Path, group: Group = None) -> None:
    """A consistent copy of everything, while the app runs."""
    from coordinator.access.actor import Actor, Role
    from coordinator.installation.backup import backup as write

    del group  # the copy holds every group
    with _office() as office:
        shell = Actor(None, "shell", frozenset({Role.COORDINATOR}), origin="shell")
        report = write(office, shell, file)
    print(_("{n} rows in {file}. Checksum {sum}.", n=report.rows, file=file, sum=report.checksum))


@app.command()
def deliver(as_json: Json = False) -> None:
    """Send what the outbox holds, of every group; prints what became of it."""
    from coordinator.access.actor import Actor, Role
    from coordinator.core.errors import Problem
    from coordinator.core.messages import sentence
    from coordinator.invitations import outbox

    del as_json  # there is no other form
    with _office() as office:
        shell = Actor(None, "shell", frozenset({Role.COORDINATOR}), origin="shell")
        done = outbox.deliver(office, shell)
        if office.settings.smtp_url is None and done.waiting:
            _tell(sentence(Problem("mail-no-server")))
    if done.outage:
        code, _space, number = done.outage.partition(" ")
        _tell(sentence(Problem(code, (("number", number or "-"),))))
    _print_json({"sent": done.sent, "failed": done.failed, "waiting": done.waiting})


@app.command()
def restore(file: Path) -> None:
    """Check a backup, then put it into an empty database."""
    from coordinator.installation.backup import restore as read
    from coordinator.installation.opening import open_reachable

    office = open_reachable()
    try:
        report = read(office.database, file)
    finally:
        office.database.dispose()
    print(_("{n} rows restored. Checksum {sum}.", n=report.rows, sum=report.checksum))
    print(_("Everybody signs in again: links and sessions from before stay outside."))
    print(_("Mail that waited is paused until somebody has looked at it under Sendings."))


@app.command()
def doctor(as_json: Json = False) -> None:
    """Settings, database, disk, clock: what is wrong and what to do."""
    from coordinator.core.errors import Problem
    from coordinator.core.messages import sentence
    from coordinator.installation.doctor import examine
    from coordinator.installation.opening import open_as_it_is

    office = open_as_it_is()
    findings = examine(office)
    office.database.dispose()
    if as_json:
        _print_json([{"subject": f.subject, "ok": f.ok, "value": f.value} for f in findings])
    else:
        for finding in findings:
            print(f"{'ok' if finding.ok else '!!':<3} {finding.subject:<26} {finding.value}")
            if finding.code:
                print(f"    {sentence(Problem(finding.code, finding.params))}")
    if not all(finding.ok for finding in findings):
        sys.exit(1)


if __name__ == "__main__":
    main()
