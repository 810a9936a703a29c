"""One sentence per error code; the faces translate and fill it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Protocol, Self

from coordinator.core import dates
from coordinator.core.errors import BadInput, CoordinatorError, Problem
from coordinator.core.translation import N_, _, language, ngettext
from coordinator.core.worded import EachLanguage, Worded


class Counted(str):
    """A sentence with another form for several. ``by``: the parameter that is counted."""

    __slots__ = ("by", "many")
    by: str
    many: str

    def __new__(cls, one: str, many: str, by: str) -> Self:
        made = super().__new__(cls, one)
        made.many, made.by = many, by
        return made


NN_ = Counted  # as the tool that collects messages knows it

SENTENCES: dict[str, str] = {
    "adjuster-protected": N_(
        "A person with protected identity cannot be adjuster: the name would be in the notes."
    ),
    "agencies-differ": N_("The row names two different agencies, {one} and {other}."),
    "address-is-of-a-role": N_(
        "Somebody who works for the group signs in with {email}, and could not any more if several people had it. Use another address, or ask a coordinator."
    ),
    "hidden-until-decided": N_(
        "Another group has asked whether this person needs protection. Decide that first, on the person's page."
    ),
    "elsewhere-needs-wish": N_(
        "Only on the person's own wish: tick that the person wishes it and knows that the others will be told."
    ),
    "elsewhere-asked-before": N_("The other groups have been asked, and may have answered."),
    "elsewhere-too-often": N_(
        "A group may ask {most} times a day. Whoever runs the system can ask more often from the server's terminal."
    ),
    "own-address-by-code": N_(
        "You sign in with that address. Change it under “My details”: a code goes to the new address first."
    ),
    "own-details-by-own-mailbox": N_(
        "You have come in with less than you may do here. Sign in by a link to a mailbox of your own, or ask a coordinator."
    ),
    "own-name-protected": N_("A person with protected identity has no name here."),
    "own-address-protected": N_(
        "A person with protected identity has a function mailbox here. Ask a coordinator to change it."
    ),
    "address-needs-coordinator": N_(
        "{name} may do more than you here. Only a coordinator can change that name or address."
    ),
    "agency-cannot-host": N_("{agency} cannot be host: its place is never told."),
    "address-missing": N_("Write your email address."),
    "agency-missing": N_("Choose an agency."),
    "agency-name-taken": N_("There is already an agency called {name}."),
    "agency-needs-name": N_("Write the agency's name."),
    "agency-place-asked": N_(
        "Is the place of {agency} secret: is it a women's shelter or other protected housing? Answer before it may host or have an address."
    ),
    "agency-seats-odd": N_("Write a number of seats between 0 and {most}."),
    "agency-unknown": N_("There is no agency called “{name}” in the group."),
    "agency-unknown-nearest": N_(
        "There is no agency called “{name}” in the group. Nearest: {nearest}."
    ),
    "agenda-duration-odd": N_("Write how many minutes the item takes, between 1 and {longest}."),
    "agenda-copy-changed": N_(
        "One of the two agendas has been changed since it was shown. Look at what it would be now."
    ),
    "agenda-item-begun": N_("What has been open at the meeting keeps its place."),
    "agenda-item-holds": N_(
        "Item {number} cannot be removed: something is written under it ({things})."
    ),
    "agenda-needs-item": N_("The last item stays: an agenda has at least one."),
    "agenda-none-before": N_("No meeting has been held before this one: there is nothing to copy."),
    "agenda-order-changed": N_(
        "Somebody else has just changed the order. It is shown as it is now: press again if it is wrong."
    ),
    "agenda-place-odd": N_("The agenda has no such place."),
    "agenda-title-missing": N_("Write what the agenda item is about."),
    "answer-changed": N_(
        "Somebody else has just changed the answer of {name}. It is shown as it is now: press again if it is wrong."
    ),
    "attendance-changed": N_(
        "Somebody else has just changed what is recorded for {agency}. It is shown as it is now: press again if it is wrong."
    ),
    "attendance-whose": N_("Say whose attendance you mean: one row, one person or one agency."),
    "backup-damaged": N_(
        "{file} is not a whole backup: it is damaged or something else. Nothing was changed."
    ),
    "backup-missing": N_("There is no file {file}."),
    "backup-needs-newer": N_(
        "The database is of a newer version ({revision}), which keeps something that this program cannot write down. Make the backup with the newer program."
    ),
    "backup-other-version": N_(
        "The backup is of a version that this program does not know ({revision}). Upgrade the program first."
    ),
    "bracket-may-be-mark": N_(
        "A paragraph at {where} begins with a bracket that is no known mark. Write [internt] or [prövas] if it is to be hidden, or write why it may be read by everybody."
    ),
    "calendar-empty": N_("There are no events in this calendar."),
    "calendar-event-answer": N_(
        "“{name}” is an answer to an invitation or a proposal, and no calendar: it was passed over."
    ),
    "calendar-event-dates": N_(
        "The event “{name}” has too many dates of its own. Take it out of the file and write it in by hand."
    ),
    "calendar-event-ends-before": N_("The event “{name}” ends before it starts."),
    "calendar-event-far": N_("The event “{name}” lies too far back or too far ahead."),
    "calendar-event-letters": N_(
        "The letters in the name of the event “{name}” cannot be read. Save the calendar again in UTF-8, or write the event in by hand."
    ),
    "calendar-event-long": N_("The event “{name}” is longer than a year."),
    "calendar-event-moved": N_("The event “{name}” was moved by more than a year."),
    "calendar-event-no-day": N_("The event “{name}” has no day that can be read."),
    "calendar-event-old": N_("The event “{name}” lies outside the years that are known here."),
    "calendar-event-twice": N_(
        "The event “{name}” stands there twice with the same number and other days; the last one was taken."
    ),
    "calendar-event-zone": N_(
        "The event “{name}” is told in a time zone that is not known here; its times were taken as Swedish."
    ),
    "calendar-not-utf8": N_(
        "This calendar is not written in UTF-8. Save it again from the calendar program."
    ),
    "calendar-repeat-odd": N_(
        "The event “{name}” repeats in a way that cannot be read here. Take it out of the file and write it in by hand."
    ),
    "calendar-repeat-often": N_(
        "The event “{name}” repeats more often than once a day. Take it out of the file and write it in by hand."
    ),
    "calendar-too-large": N_(
        "The calendar is larger than {megabytes} MB. Export only the days you need."
    ),
    "calendar-too-many": N_(
        "The calendar has more than {most} events. Export only the days you need."
    ),
    "calendar-too-many-dates": N_(
        "The calendar lists more than {most} single dates. Export only the days you need."
    ),
    "calendar-too-many-zones": N_(
        "The calendar tells the rules of more time zones than can be counted out here, {most} at most. Export only the days you need."
    ),
    "calendar-too-much": N_(
        "What repeats in this calendar is more than can be counted out in one file. Export only the days you need, or fewer series at a time."
    ),
    "calendar-unreadable": N_(
        "This file cannot be read as a calendar. It may be cut off or damaged; export it again."
    ),
    "cell-has-formula-error": N_(
        "The cell holds a formula that failed ({value}). Write the text itself."
    ),
    "cell-has-formula": N_(
        "The cell holds a formula that has not been worked out. Open the list in Excel, save it and choose it again, or write the text itself."
    ),
    "cell-is-shortened": N_(
        "“{value}” is a number that Excel has shortened: its digits are gone. Make the cell text and write the number again."
    ),
    "cell-too-long": N_("The text is longer than {limit} characters."),
    "cell-unreadable": N_(
        "Some letters in the cell were lost or changed when the list was saved. Write them again, and save it as Excel (.xlsx) or as CSV UTF-8."
    ),
    "change-needs-reason": N_("Write why, in a few words: it is kept with the meeting."),
    "changed-meanwhile": N_(
        "Somebody else saved this while you had it open, and that is what stands. Look at it before you go on."
    ),
    "closed-day-changed": N_(
        "Somebody else has changed that day: it is now {now}. Remove it only if that is wrong too."
    ),
    "closed-day-effect-unknown": N_("“{text}” is not known here. Write block, warn or inform."),
    "closed-day-end-before-start": N_("The last day lies before the first day, {first}."),
    "closed-day-hours-odd": N_("The hours of {name} end before they start."),
    "closed-day-hours-unknown": N_(
        "“{text}” is no time of day. Write morning, afternoon or 08:00-12:00."
    ),
    "closed-day-kind-odd": N_("Choose a kind of day from the list."),
    "closed-day-kind-unknown": N_("There is no kind of day called “{text}”. There are: {kinds}."),
    "closed-day-name-long": N_("The name is longer than {most} characters."),
    "closed-day-needs-name": N_("Write what the day is called."),
    "closed-day-never": N_(
        "{name} falls on no day between {first} and {last}. Check the weekday and the days."
    ),
    "closed-day-not-computed": N_(
        "{name} is no holiday by the calendar on that day. Give it another kind."
    ),
    "closed-day-not-then": N_("{name} does not come on {day}. Choose one of its days."),
    "closed-day-of-both": N_("{name} can belong to a municipality or to an agency, not to both."),
    "closed-day-repeats-long": N_("A day that comes back does so for at most ten years."),
    "closed-day-rhythm-odd": N_(
        "Choose which weekday {name} comes back on, and which in the month."
    ),
    "closed-day-span-long": N_("Ask for at most four years at a time."),
    "closed-day-there-already": N_("{name} is in the list already."),
    "closed-day-too-long": N_("A closed period is at most a year long."),
    "code-expired": N_("That code is not valid any more. Ask for a new one."),
    "column-twice": N_("“{name}” and “{other}” say the same thing. Keep one of the columns."),
    "column-unknown": N_("There is no column called “{name}”. Remove it or give it a known name."),
    "column-unknown-nearest": N_("There is no column called “{name}”. Did you mean “{nearest}”?"),
    "column-unknown-hidden": N_(
        "A hidden column is called “{name}”, which is no known name. Show the column and remove it, or give it a known name."
    ),
    "coordinator-needs-address": N_("Write whose name it is: --coordinator with an address."),
    "database-busy": N_(
        "Somebody else is writing just now and takes long. Nothing was saved. Try again in a moment."
    ),
    "database-clash": N_(
        "You and somebody else wrote at the same moment, and the other one was let through. Nothing of yours was saved. Try again."
    ),
    "database-full": N_(
        "The disk is full, so nothing was saved; what was saved before is there. Tell the person who runs the system to make room, then try again."
    ),
    "database-moved-on": N_(
        "A newer version of the program has changed the database, and this server has not been started again since. Nothing was saved; what was saved before is there. Tell the person who runs the system to start the server again."
    ),
    "database-takes-nothing": N_(
        "The database can be read but not written, so nothing was saved. Tell the person who runs the system to run “coordinator doctor”."
    ),
    "database-driver-missing": N_(
        "The program for PostgreSQL is not installed ({module}). Install it: pip install 'coordinator[postgres]'"
    ),
    "database-empty": N_("There is nothing in the database yet. Start a group: coordinator init"),
    "database-crowded": N_(
        "The server of the database answers, but takes no more connections from this user, or to this database, {address}. Wait until others have ended, or let an administrator raise CONNECTION LIMIT or max_connections."
    ),
    "database-folder-shut": N_(
        "This user may not enter {folder}, where the database lies. Give the user the right to: chmod u+rwx where the folder is the user's own."
    ),
    "database-forbids": N_(
        "The user of the database lacks a right, so nothing was saved; what was saved before is there. Tell the person who runs the system to run “coordinator doctor”, which names it."
    ),
    "database-forbids-look": N_(
        "The server of the database answers, but the user lacks a right there. Let the owner of the database give it the rights to read and write every table."
    ),
    "database-is-newer": N_(
        "The database stands at revision {revision}, of a newer version than this program ({newest}). Install the newer version."
    ),
    "database-is-older": N_(
        "The database stands at revision {revision}, and this program needs {newest}. Stop the older program and run: coordinator migrate"
    ),
    "database-missing": N_(
        "There is no database at {file}. Check COORDINATOR_DATABASE_URL, or start one: coordinator init"
    ),
    "database-is-none": N_(
        "What lies at {address} is no database, or is damaged. Check COORDINATOR_DATABASE_URL. If it is the right one, keep it as it is, and bring a backup back into a new one: coordinator restore"
    ),
    "database-no-file": N_(
        "{file} is no file but a folder, or something else that cannot hold a database. Check COORDINATOR_DATABASE_URL."
    ),
    "database-of-another": N_(
        "The database holds tables of another program ({table}). Nothing was written. Check COORDINATOR_DATABASE_URL, and give this program a database of its own."
    ),
    "database-no-schema": N_(
        "The database has no schema that {user} writes into: none of those in search_path is there. Correct search_path, or let the owner of the database run: CREATE SCHEMA"
    ),
    "database-not-empty": N_(
        "This database already holds a group. The example and the first group need an empty one."
    ),
    "database-not-unicode": N_(
        "The database keeps text as {encoding}, which cannot hold every letter. Make one with: createdb --encoding=UTF8 --template=template0"
    ),
    "database-owner": N_(
        "The tables belong to {owner}, and only their owner may change them. Migrate as {owner}, or let an administrator of the server run: GRANT {owner} TO {user}"
    ),
    "database-parameter": N_(
        "The address of the database holds a parameter that is not known, or a value that cannot be used: {parameter}. Correct COORDINATOR_DATABASE_URL, or what begins with PG in the environment."
    ),
    "database-rights": N_(
        "The user {user} lacks rights in the database. Let its owner, or an administrator of the server, run: {grants}"
    ),
    "database-says-no": N_(
        "The server of the database answers, but takes no connection, {address}. It says: {why}"
    ),
    "database-set-read-only": N_(
        "The database is set to be read only. Let its owner run: ALTER DATABASE {database} RESET default_transaction_read_only. If it is not set there, look in the role {user}, in the server's configuration and in COORDINATOR_DATABASE_URL."
    ),
    "database-standby": N_(
        "The server of the database is a standby: it can be read but not written. Write the main server's address in COORDINATOR_DATABASE_URL."
    ),
    "database-read-only": N_(
        "Nothing can be written where the database lies, {address}. Give this user the right to write to the file and to its folder."
    ),
    "database-refuses-login": N_(
        "The server of the database answers, but does not let us in, {address}. Check the user and the password in COORDINATOR_DATABASE_URL."
    ),
    "database-unknown": N_(
        "The server answers, but has no database of that name, {address}. Check COORDINATOR_DATABASE_URL, or make the database."
    ),
    "database-unreachable": N_(
        "The database at {address} does not answer. Check COORDINATOR_DATABASE_URL, and run: coordinator doctor"
    ),
    "date-odd": N_("“{text}” is no date, or could be two. Write it like this: 2026-11-25."),
    "day-below-quorum": NN_(
        "Only {can} agency usually can on {day}, and the quorum is {quorum}.",
        "Only {can} agencies usually can on {day}, and the quorum is {quorum}.",
        by="can",
    ),
    "day-has-passed": N_("That day has already passed: {day}."),
    "day-is-booked": N_("There is already a meeting on {day}."),
    "day-is-closed": N_("Choose another day: {day} is closed ({name})."),
    "day-is-doubtful": N_("Doubtful day: {day} ({name})."),
    "day-is-observed": N_("On that day: {name}."),
    "day-is-weekend": N_("Choose a weekday: {day} is at a weekend."),
    "day-misses-required": N_("The quorum needs {agency}, who usually cannot on {day}."),
    "day-out-of-range": N_("Choose days between the years {first} and {last}."),
    "day-outside-term": N_("That day lies outside {term}: {day}."),
    "days-needs-day-column": N_("The column with the first day is missing."),
    "days-needs-name-column": N_("The column with the names of the days is missing."),
    "days-no-header": N_(
        "No row of this file holds column names that are known here. A name and a first day are needed."
    ),
    "decision-is-withdrawn": N_("The decision is withdrawn, so this cannot be changed any more."),
    "decision-needs-text": N_("Write the decision."),
    "doctor-clock": N_("The clock is set by hand with COORDINATOR_NOW. Remove it for real work."),
    "doctor-data": N_("The shipped data is missing. Install the program again."),
    "doctor-database-unreachable": N_(
        "The database does not answer. Check COORDINATOR_DATABASE_URL and that the file or server is there."
    ),
    "doctor-disk": N_("Less than 500 MB is free on the disk. Make room."),
    "doctor-files-open": N_(
        "Other users of this machine can read {files}. The next start mends the program's own files; for others: chmod o-rwx"
    ),
    "doctor-nobody-leads": N_(
        "Nobody can sign in and lead the group {group}. Make somebody coordinator who has an address of their own: {role}  Then print the link to come in by: {link}"
    ),
    "doctor-no-group": N_(
        "There is no group yet. “coordinator serve” prints a link to start one, and “coordinator init” begins one here."
    ),
    "doctor-one-leads": N_(
        "One person can sign in and lead the group {group}. Give somebody else the role too, so that the work goes on when one is away."
    ),
    "doctor-https": N_(
        "People would reach this address without encryption. Set COORDINATOR_BASE_URL to an https address."
    ),
    "doctor-links-wait": NN_(
        "{number} email with a sign-in link or a code waits, and no mail server is set: nobody can sign in by email. Set COORDINATOR_SMTP_URL, or use “coordinator sign-in-link”.",
        "{number} emails with a sign-in link or a code wait, and no mail server is set: nobody can sign in by email. Set COORDINATOR_SMTP_URL, or use “coordinator sign-in-link”.",
        by="number",
    ),
    "doctor-mail-by-hand": N_(
        "No mail server is set: email waits under Outgoing email until somebody sends it, and nobody can sign in by email."
    ),
    "doctor-mail-failed": NN_(
        "In the last week {failed} email was given up, and tried and waiting: {held}. Most recently: {why}",
        "In the last week {failed} emails were given up, and tried and waiting: {held}. Most recently: {why}",
        by="failed",
    ),
    "doctor-mail-from": N_(
        "Email has no sender. Write the group's mailbox under Settings, or set COORDINATOR_MAIL_FROM."
    ),
    "doctor-mail-held-up": N_(
        "The mail server answers, but email has waited for more than an hour. See why under Outgoing email."
    ),
    "doctor-mail-open": N_(
        "Email leaves this machine unencrypted. Use smtp+starttls:// or smtps:// if the server can."
    ),
    "draft-protected": N_(
        "Somebody was protected while this stood open, so no draft of it is kept. Save it without the name, or open it again."
    ),
    "duties-differ": N_(
        "One row can hold only one of representative, substitute and co-opted. Write a row for each."
    ),
    "duty-unknown": N_(
        "There is no role called “{name}”. Roles are representative, substitute, co-opted, coordinator, chair and secretary."
    ),
    "duty-unknown-nearest": N_("There is no role called “{name}”. Did you mean “{nearest}”?"),
    "email-odd": N_("“{text}” is not an email address. Write it like this: namn@kommun.se."),
    "extra-needs-reason": N_(
        "{term} already has as many meetings as it should ({wanted}). Write why an extra meeting is needed."
    ),
    "file-cannot-write": N_("{file} could not be written: {why}. Nothing was changed."),
    "file-in-use": N_(
        "{file} belongs to the running installation. Give the copy another name. Nothing was changed."
    ),
    "file-missing": N_("The file {file} cannot be read."),
    "file-not-ordinary": N_(
        "{file} is no ordinary file but a folder, a device or a pipe. Give the name of a file. Nothing was changed."
    ),
    "agreement-not-asked": N_(
        "An adjuster says yes while the notes are out for comments, and not before or after."
    ),
    "approve-after-changes": N_(
        "{name} has said yes, but something was written after that. Approve all the same?"
    ),
    "approve-while-comments": N_("Comments are waited for until {day}. Approve all the same?"),
    "approve-without-adjuster": N_("{name} has not said yes yet. Approve all the same?"),
    "asked-too-often": N_(
        "That was asked for many times. Wait a quarter of an hour and try again."
    ),
    "form-too-large": N_("The form did not arrive whole. Write less and send it again."),
    "form-too-old": N_(
        "This page had been open for too long, so nothing was done. Send it once more."
    ),
    "family-name-missing": N_("Write your family name."),
    "founder-needs-address": N_(
        "Write your email address at work. Without it you could not sign in again."
    ),
    "founder-needs-name": N_("Write your given name and family name."),
    "given-name-missing": N_("Write your given name."),
    "group-name-missing": N_("Write the name of the group."),
    "group-needs-name": N_("Write the name of the group and of the municipality."),
    "group-slug-odd": N_(
        "“{slug}” cannot be a short name. Use the letters a-z, figures and single hyphens, at most {longest} signs."
    ),
    "group-slug-taken": N_("There is already a group with the short name {slug}."),
    "group-unknown": N_("There is no group with the short name {slug}."),
    "guard-address": N_(
        "This looks like an address. It may tell where somebody lives or is hidden."
    ),
    "guard-because": N_("Points to one person: {words}."),
    "guard-case-number": N_(
        "This looks like the number of a case. It leads to the people in the case."
    ),
    "guard-email": N_(
        "This looks like somebody's email address. Use a function mailbox or leave it out."
    ),
    "guard-individual": N_(
        "This seems to tell of one person. Write about the group as a whole instead."
    ),
    "guard-initials": N_(
        "These look like somebody's initials. Those who know the person will recognise them."
    ),
    "guard-personnummer": N_(
        "This looks like a personnummer. Take it out: it points to one person."
    ),
    "guard-phone": N_("This looks like somebody's phone number. A helpline may stay."),
    "guard-plate": N_(
        "This looks like a car's registration number. It can be traced to its owner."
    ),
    "guard-reason-long": N_("Write the reason in at most {most} characters."),
    "guard-reason-points": N_(
        "The reason itself seems to point to somebody. Write it without names, numbers and addresses."
    ),
    "guard-samordningsnummer": N_(
        "This looks like a samordningsnummer. Take it out: it points to one person."
    ),
    "info-end-before-start": N_("It ends ({last}) before it starts ({first})."),
    "info-kind-unknown": N_("There is no kind of information action called {kind}."),
    "info-needs-effect": N_("Write in one sentence what it led to before it counts as evaluated."),
    "info-needs-end": N_("Write the last day before the information action is done."),
    "info-needs-title": N_("Write a name for the information action."),
    "info-step-odd": N_("This information action cannot take that step now."),
    "item-changed": N_(
        "Somebody else has just gone to another agenda item. It is open now: press again to leave it."
    ),
    "key-empty": N_(
        "The signing key in {file} is empty. Remove the file and start again: a new one is made, and personal links from before end."
    ),
    "key-foreign": N_(
        "The signing key in {file} belongs to another user than the one who runs the server. Give it to that user."
    ),
    "key-unreadable": N_(
        "The signing key in {file} cannot be read by this user. Give the file to the user that runs the server, or set COORDINATOR_SECRET_KEY."
    ),
    "last-coordinator": N_(
        "This is the group's last coordinator. Give somebody else the role first."
    ),
    "municipality-missing": N_("Write the name of the municipality."),
    "nobody-leads": N_(
        "Nobody could sign in and lead this group: whoever starts it needs an email address that nobody else in the group has."
    ),
    "nobody-would-lead": N_(
        "After this nobody could sign in and lead the group. First make somebody coordinator who has an email address that nobody else in the group has."
    ),
    "nobody-would-lead-from": N_(
        "From {day} nobody could sign in and lead the group: an address that several people have lets them in as members only. First make somebody coordinator who has an address of their own."
    ),
    "sign-in-code-wrong": N_("That was not the code. Look at the newest email and try again."),
    "say-who-you-are": N_("Choose who you are, and press the button again."),
    "not-behind-this-mailbox": N_("This link cannot be used by that person."),
    "nobody-may-enter": N_(
        "This person neither has a role nor represents an agency today, so there is nothing to sign in to."
    ),
    "host-not-here": N_("“{host}” is no address of this machine. Choose another with --host."),
    "port-not-allowed": N_(
        "This user may not listen on port {port}. Choose one above 1023 with --port."
    ),
    "port-odd": N_("{port} is no port. Choose one between 1 and 65535 with --port."),
    "port-taken": N_(
        "Port {port} is taken: another program listens there. End it, or choose another with --port."
    ),
    "person-without-address": N_("There is no email address for this person. Write one first."),
    "personal-link-odd": N_("This link does not lead anywhere any more. Ask your coordinator."),
    "provider-unknown-person": N_(
        "You are signed in there, but nobody with that address has access here. Ask the coordinator of your group."
    ),
    "provider-said-nothing": N_(
        "The sign-in was broken off. Try again, or ask for a link by email."
    ),
    "provider-cannot-sign-out": N_(
        "{provider} does not say where to sign out. Close all windows of the browser instead."
    ),
    "provider-away": N_(
        "{name} does not answer ({told}), so nobody can sign in that way. Check the address in …_METADATA_URL."
    ),
    "provider-incomplete": N_("Some settings for signing in are missing: {missing}."),
    "provider-needs-https": N_(
        "COORDINATOR_OIDC_{name}_METADATA_URL has to begin with https://. Change it and start again."
    ),
    "provider-no-metadata": N_(
        "{name} answers, but not with a provider's description ({told}). Check the address in …_METADATA_URL."
    ),
    "provider-other-issuer": N_(
        "{name} calls itself {told}, which is not the address in …_METADATA_URL. Check which of them is right."
    ),
    "provider-trusts-anybody": N_(
        "COORDINATOR_OIDC_{name} leads to accounts of anybody, so their addresses cannot be trusted. Name your own tenant."
    ),
    "link-cut": N_(
        "This address is not whole. Copy all of it from the email again, from https to its last character, or ask for a new one."
    ),
    "link-ended": N_(
        "This sign-in link was taken back before anybody used it, as happens when an address or a right is changed. Ask for a new one."
    ),
    "link-expired": N_("This sign-in link is too old: it works for 15 minutes. Ask for a new one."),
    "link-used": N_("This sign-in link has already been used. Ask for a new one."),
    "list-empty": N_("The file is empty."),
    "list-has-password": N_(
        "The workbook has a password. Save it without one and choose it again."
    ),
    "list-from-before": N_(
        "Somebody was protected after this list was chosen, so nothing was imported. If the name is in the list, remove it there; then choose the file again."
    ),
    "list-is-binary-excel": N_(
        "This is a binary workbook (.xlsb). Save it as .xlsx and choose it again."
    ),
    "list-is-calendar": N_(
        "This is a calendar or a card of contacts, not a list. Save the list as Excel (.xlsx) or CSV."
    ),
    "list-has-problems": N_("Nothing was imported. Correct this in the list and choose it again."),
    "list-is-numbers": N_(
        "This is a document of Numbers on a Mac. Choose File, Export To, Excel, and choose that file."
    ),
    "list-is-old-excel": N_(
        "This workbook is in the old Excel format (.xls). Save it as .xlsx and choose it again."
    ),
    "list-is-opendocument": N_(
        "This is a table of LibreOffice (.ods). Save it as .xlsx or CSV and choose it again."
    ),
    "list-is-pdf": N_("This is a PDF document, not a list. Save the list as Excel (.xlsx) or CSV."),
    "list-is-web-page": N_(
        "This is a web page or another text with marks, whatever it is called. Open it in Excel, save it as .xlsx and choose it again."
    ),
    "list-is-word": N_(
        "This is a Word document. Copy its table into Excel, save it as .xlsx and choose it again."
    ),
    "list-letters-unclear": N_(
        "Letters such as å, ä and ö can be read in more than one way in this file. Save it as Excel (.xlsx) or as CSV UTF-8 and choose it again."
    ),
    "list-more-problems": N_("And {count} more."),
    "list-needs-agency-column": N_("The column with the agencies is missing."),
    "list-needs-name-column": N_("The column with the people's names is missing."),
    "list-needs-role-column": N_("The column with the roles is missing."),
    "list-no-header": N_(
        "No row of this file holds column names that are known here. A name, an agency and a role are needed."
    ),
    "list-no-rows": N_("The list has column names but no rows under them."),
    "list-not-excel": N_(
        "The file is called an Excel workbook but is not one. Open it, save it as .xlsx or CSV, and choose it again."
    ),
    "list-too-many-rows": N_("The list has more than {rows} rows. Divide it into several files."),
    "link-unknown": N_(
        "This link is not known here. A sign in it may have been changed on the way, or it is an old one: copy it again from the newest email, or ask for a new one."
    ),
    "link-needs-https": N_("A link to the meeting begins with https:// and holds no spaces."),
    "list-on-several-sheets": N_(
        "There is a list on more than one sheet: {sheets}. Put the rows on one sheet, or save each sheet as a file of its own."
    ),
    "list-sheets-hidden": N_(
        "Every sheet of this workbook that holds anything is hidden. Show the sheet with the list and save the workbook."
    ),
    "list-too-large": N_(
        "The file holds too much for a list. Save the list alone in a new file, with at most {rows} rows."
    ),
    "list-unreadable": N_(
        "This file cannot be read as a list. Save the list as Excel (.xlsx) or CSV and choose it again."
    ),
    "mailbox-is-shared": N_("Several people share {email}. Name one of them."),
    "mailbox-needs-person": N_("Several people share {email}. Say who with --person: {names}."),
    "mail-address-changed": N_("The person has another address now. Make a new email."),
    "mail-address-gone": N_("The person has no email address any more."),
    "mail-needs-smtputf8": N_(
        "The mail server takes no address with other letters than a to z before the @. Ask the person for another address."
    ),
    "mail-sender-needs-smtputf8": N_(
        "The mail server takes no sender with other letters than a to z before the @. Choose another mailbox for the group."
    ),
    "mail-address-odd": N_("The address cannot be used: it is not written as an email address."),
    "mail-cannot-go-again": N_("This email cannot go a second time. Make a new one."),
    "mail-condition-unknown": N_(
        "This version of the program cannot tell whether the email still holds."
    ),
    "mail-content-refused": N_("The mail server did not take the email ({number})."),
    "mail-ca-unreadable": N_(
        "The file of COORDINATOR_SMTP_CA_FILE, {file}, is missing or holds no certificate in PEM."
    ),
    "mail-demo-stays": N_("Example data never leaves this machine, so the email was not sent."),
    "mail-dropped-by-hand": N_("Somebody decided that it should not be sent."),
    "mail-due-later": N_("Goes {day}."),
    "mail-from-odd": N_(
        "The group's mailbox cannot be used as a sender. Mend it under Settings, The group."
    ),
    "mail-holds-no-more": N_("What the email says no longer held when it was to go."),
    "mail-is-over": N_("This email has been sent already, or was stopped."),
    "mail-login-refused": N_("The mail server refuses the name and the password ({number})."),
    "mail-needs-from": N_("No sender is set. Write the group's mailbox under Settings, The group."),
    "mail-no-server": N_("No mail server is set: get the emails as files and send them yourself."),
    "mail-nothing-waits": N_("Nothing waits to be sent."),
    "mail-odd": N_("The email could not be put together. The fault is ours."),
    "mail-paused": N_("Paused since the backup was put back. It may have been sent before."),
    "mail-recipient-refused": N_(
        "The recipient's mail server does not take the address ({number})."
    ),
    "mail-sender-refused": N_(
        "The mail server does not take our sender address ({number}). The email waits until it does."
    ),
    "mail-relay-denied": N_(
        "The mail server does not send on what comes from here ({number}). Tell whoever runs it; the email waits."
    ),
    "mail-server-away": N_("The mail server does not answer. The email goes as soon as it does."),
    "mail-server-hung-up": N_("The mail server hung up in the middle. The email is tried again."),
    "mail-server-lacks": N_(
        "The mail server lacks the encryption or the sign-in that the settings ask for."
    ),
    "mail-soon": N_("Goes within a few seconds."),
    "mail-tls-failed": N_(
        "The mail server's certificate cannot be trusted. See docs/operations.md."
    ),
    "mailbox-is-personal": N_(
        "This address names somebody. Write a function mailbox, which tells nobody's name."
    ),
    "mail-name-protected": N_(
        "Somebody it named has been protected. Write it again if it is needed."
    ),
    "mail-to-be-looked-at": N_(
        "Somebody has been protected. Look whether the attachment holds the name before it is sent."
    ),
    "meeting-approved": N_(
        "The notes of this meeting are approved. Who was there, the agenda and the meeting itself stay as they are and cannot be corrected here yet: write the correction in the notes of the next meeting."
    ),
    "meeting-at-night": N_(
        "A meeting begins at 06:00 at the earliest and ends by 23:00. Check the times."
    ),
    "meeting-end-before-start": N_("The meeting ends before it starts. Check the times."),
    "meeting-may-be-known": N_(
        "Somebody may know of this meeting already. Cancel it instead: then it stays in the list, marked."
    ),
    "meeting-is-cancelled": N_("The meeting is cancelled."),
    "meeting-is-held": N_("The meeting is over, so this cannot be changed any more."),
    "meeting-is-planned": N_("The meeting has not started yet."),
    "meeting-is-under-way": N_("The meeting is under way."),
    "meeting-kind-unknown": N_("Choose one of the listed kinds of meeting and place."),
    "meeting-length-odd": N_("A meeting lasts between 15 minutes and 12 hours, within one day."),
    "meeting-unknown": N_("There is no meeting with the code {code}."),
    "mark-missing": N_("Choose who may read it."),
    "meetings-per-term-odd": N_("Write a number of meetings per term between 1 and 12."),
    "minutes-locked": N_(
        "The notes are approved and stay as they are. They cannot be corrected here yet: write the correction in the notes of the next meeting."
    ),
    "minutes-meeting-not-closed": N_("Close the meeting first."),
    "minutes-not-begun": N_("Notes are written from the meeting's start. Start the meeting first."),
    "minutes-step-odd": N_("The notes cannot take that step now."),
    "name-a-group": N_("There are several groups. Name one with --group: {groups}."),
    "no-group-yet": N_(
        "There is no group yet. Start one: coordinator init, or sign in and choose Start the group."
    ),
    "nobody-with-address": N_("Nobody in this group has the address {email}."),
    "nobody-with-role": N_(
        "Nobody with the address {email} has a role in this group. Give one: coordinator role {email} member"
    ),
    "not-allowed": N_("You do not have access to this."),
    "not-found": N_("This is not here, or not any more."),
    "note-changed": N_(
        "Somebody else saved this note while you were writing. Both texts are here: choose."
    ),
    "note-protected": N_(
        "Somebody was protected while you were writing, so your text was not saved. It is shown here and kept nowhere: write again what is needed, without the name."
    ),
    "note-too-long": N_("The note is longer than {most} characters. Divide it."),
    "nothing-to-book": N_("Choose at least one date to book."),
    "number-odd": N_("Write a whole number from 0."),
    "off-hours-unknown": N_(
        "“{text}” is no part of a week. Write for example thu-am, fri-pm or mon."
    ),
    "people-meet-elsewhere": N_(
        "On {day} people of the group ({people}) are already at another meeting at that time."
    ),
    "person-needs-name": N_("Write both given name and family name."),
    "person-not-in-roster": N_("This person stands for no agency on the day of the meeting."),
    "person-not-invited": N_("This person is not invited to the meeting."),
    "person-sits-there": N_("{name} already stands for {agency} during that time."),
    "person-sits-there-already": N_("{name} already stands for the agency during that time."),
    "person-twice": N_(
        "The same person is on row {other}, for the same agency and role at the same time."
    ),
    "plan-at": N_("at {start}"),
    "plan-away": N_("{name} usually cannot"),
    "plan-away-on": N_("{day}: {name} usually cannot"),
    "plan-before-campaign": N_("{day} leaves time to prepare {name}"),
    "plan-below-quorum": NN_(
        "only {can} agency can, the quorum is {quorum}",
        "only {can} agencies can, the quorum is {quorum}",
        by="can",
    ),
    "plan-below-quorum-on": NN_(
        "{day}: only {can} agency can, the quorum is {quorum}",
        "{day}: only {can} agencies can, the quorum is {quorum}",
        by="can",
    ),
    "plan-can-come": NN_(
        "{can} of {of} agency can usually come",
        "{can} of {of} agencies can usually come",
        by="of",
    ),
    "plan-costs": N_("doubtful: {name}"),
    "phone-lost-zero": N_(
        "The number has lost its beginning, as Excel takes it for an amount. Make the column text and write the numbers with their zero, or with + and the country code."
    ),
    "plan-days-closed": N_(
        "Too many of the term's days are closed, mostly by {name}. Remove closed days, or make the term longer."
    ),
    "plan-doubtful": N_("{day} is doubtful: {name}"),
    "plan-duration-odd": N_("Choose a length between 15 minutes and 12 hours."),
    "plan-have-said-yes": NN_(
        "{can} of {of} agency can come", "{can} of {of} agencies can come", by="of"
    ),
    "plan-in-windows": N_("within your usual weeks"),
    "plan-near-break": N_("{day} is close to {name}"),
    "plan-needs-weekday": N_("Choose at least one weekday."),
    "plan-no-closed-day": N_("no closed day"),
    "plan-no-hours-left": N_(
        "No hours are left on the days that could be chosen. Allow more hours."
    ),
    "plan-no-room": N_("A meeting of {minutes} minutes does not fit between these hours."),
    "plan-observed": N_("{day} is during {name}"),
    "plan-one-week-between": N_("one week between the meetings"),
    "plan-other-time": N_("not at your usual time, which does not fit between the hours"),
    "plan-outside-windows": N_("{day} lies outside your usual weeks"),
    "plan-prepares": N_("leaves time to prepare {name}"),
    "plan-relax-closed": N_("allow meetings on {name}"),
    "plan-relax-hours": N_("allow hours from {start} to {end}"),
    "plan-relax-off": N_("allow {weekdays} from {start} to {end}"),
    "plan-relax-weekday": N_("allow {weekdays}"),
    "plan-required-away": N_("{name}, whom the quorum needs, usually cannot"),
    "plan-required-away-on": N_("{day}: {name}, whom the quorum needs, usually cannot"),
    "plan-short-notice": N_("{day} is less than three weeks away"),
    "plan-soon": N_("less than three weeks away"),
    "plan-term-full": N_(
        "The term has its meetings. A further one is an extra meeting and needs a reason."
    ),
    "plan-term-over": N_("The term ended on {day}."),
    "plan-term-short": NN_(
        "The term has too few weekdays left ({days}) for {wanted} meeting. Make it longer.",
        "The term has too few weekdays left ({days}) for {wanted} meetings. Make it longer.",
        by="wanted",
    ),
    "plan-too-few-candidates": NN_(
        "Too few of the proposed dates can be booked: {wanted} meeting would have none.",
        "Too few of the proposed dates can be booked: {wanted} meetings would have none.",
        by="wanted",
    ),
    "plan-too-few-days": N_(
        "Too few days are left on the chosen weekdays ({weekdays} chosen). Allow more weekdays."
    ),
    "plan-too-many-candidates": N_(
        "There are too many proposed dates to weigh against each other. Take some away."
    ),
    "plan-unanswered": N_("not answered yet: {people}"),
    "plan-unanswered-on": N_("{day}: not answered yet: {people}"),
    "plan-usual-weekday": N_("the same weekday as last time"),
    "plan-weeks-between": NN_(
        "{weeks} week between the meetings", "{weeks} weeks between the meetings", by="weeks"
    ),
    "point-is-closed": N_("The action point is closed. Reopen it before you change it."),
    "point-needs-reason": N_("Write why it is written off."),
    "point-needs-result": N_("Write what came of it."),
    "point-needs-text": N_("Write what is to be done."),
    "point-step-odd": N_("This action point cannot take that step now."),
    "poll-all-once": N_("every agency can come at least once"),
    "poll-answer-changed": N_(
        "The answer has been changed since this page was opened. What is saved now is below: look at it before you save again."
    ),
    "poll-ask-again-odd": N_("Choose a day between tomorrow and {last}."),
    "poll-below-quorum": NN_(
        "{day}: only {can} agency can come, {quorum} are needed",
        "{day}: only {can} agencies can come, {quorum} are needed",
        by="can",
    ),
    "poll-candidate-passed": N_("{start} has already passed. Choose a later time."),
    "poll-candidate-twice": N_("{start} is there twice among the days. Take one away."),
    "poll-candidate-unknown": N_("That day is not asked about here. Open the page again."),
    "poll-candidates-odd": N_("Ask about {fewest} to {most} days."),
    "poll-choose-all": NN_(
        "Choose an answer for every day. {count} day has none yet.",
        "Choose an answer for every day. {count} days have none yet.",
        by="count",
    ),
    "poll-comment-long": N_("Write at most {most} characters. Nothing has been saved."),
    "poll-covers": NN_(
        "{day}: {can} of {of} agency can come", "{day}: {can} of {of} agencies can come", by="of"
    ),
    "poll-deadline-odd": N_("The last day to answer must lie between today and {last}."),
    "poll-is-booked": N_("The days are chosen and booked."),
    "poll-is-closed": N_("The question is closed, so it takes no more answers."),
    "poll-is-draft": N_("The question has not been sent yet."),
    "poll-is-open": N_("The question has been sent."),
    "poll-is-over": N_("The last day to answer was {day}. Call or email the coordinator instead."),
    "poll-is-withdrawn": N_("The question has been withdrawn."),
    "poll-link-cut": N_(
        "This link does not work: its address is not whole. Copy all of it from the email again, from https to its last character."
    ),
    "poll-links-work": N_(
        "Everybody who has not answered has a link that works, so nobody was asked again."
    ),
    "poll-link-unknown": N_(
        "This link does not work, or not any more. Use the newest email, or ask the coordinator."
    ),
    "poll-message-long": N_("Write at most {most} characters in the message."),
    "poll-nobody-to-ask": N_("Nobody in the group has an email address. Add one under The group."),
    "poll-not-asked": N_("You are not among those who were asked."),
    "poll-required-away": N_("{day}: {agency} cannot come and should be there"),
    "poll-required-come": N_("everyone who must be there can come"),
    "poll-required-silent": N_("{day}: {agency} should be there and has not answered"),
    "poll-unknown": N_("There is no question about days with the code {code}."),
    "poll-wanted-odd": N_("Choose how many days to book, between 1 and {most}."),
    "protect-now-instead": N_(
        "The name is already in what is written. Press Protect now on the person's page: it finds every place."
    ),
    "protect-person-first": N_(
        "{name} is known by name here. Press Protect now on the person's page first: it finds every place where the name is written. Then import the list."
    ),
    "protected-meanwhile": N_(
        "The person was protected while you had the form open. Nothing was saved. Reload the page."
    ),
    "protect-needs-names": N_(
        "The person is protected already, and no name is kept. Write the names to look for."
    ),
    "protect-names-odd": N_(
        "Write at most {most} names, each of at most {longest} characters, one on each line."
    ),
    "protected-address-unclear": N_(
        "A person with protected identity can only have a shared mailbox. Write “funktionsbrevlåda” under Contact channel if it is one, or leave the address out."
    ),
    "quote-misplaced": N_("A quotation mark is not closed, or stands in the wrong place."),
    "reference-other-agency": N_(
        "The id {reference} belongs to somebody at another agency. Give this row an id of its own."
    ),
    "reference-other-person": N_(
        "The id {reference} belongs to {name}. Give the new person an id of their own."
    ),
    "reference-twice": N_("This id is on row {other} too. Each row needs its own."),
    "replaces-unknown": N_("Nobody has the id {reference} that this row is to replace."),
    "report-needs-text": N_("Write how it is going."),
    "report-point-closed": N_("The action point is closed, so there is nothing to report."),
    "report-too-long": N_("The report is longer than {most} characters. Make it shorter."),
    "question-links-lost": NN_(
        "The question about {term} is open in the group {group}, and {number} personal link to it does not work any more. Ask again by the button on the start page.",
        "The question about {term} is open in the group {group}, and {number} personal links to it do not work any more. Ask again by the button on the start page.",
        by="number",
    ),
    "restore-needs-empty": N_(
        "The database holds something already. Restore into an empty one: point COORDINATOR_DATABASE_URL at a new file."
    ),
    "role-needs-address": N_("Write the person's email address: the sign-in link goes there."),
    "role-needs-own-address": N_(
        "This address is here already under another name. Write an address that only this person reads."
    ),
    "role-unknown": N_("There is no role called {role}."),
    "row-hidden": N_("The row is hidden in the sheet, perhaps by a filter. Show it, or remove it."),
    "row-wider-than-header": N_(
        "There is text in a column without a name. If a text holds the list's separator, put quotation marks around it."
    ),
    "seat-end-before-start": N_("The last day lies before the first day, {first}."),
    "seat-needs-agency": N_("Write which agency the person stands for."),
    "seat-needs-duty": N_("Write the role: representative, substitute or co-opted."),
    "seat-needs-name": N_("Write the person's name."),
    "seat-needs-start": N_("The last day ({end}) has passed and the first day is missing."),
    "seat-replaces-itself": N_("The row says that it replaces itself."),
    "smtp-login-needs-tls": N_(
        "The password would travel unencrypted. Use smtp+starttls:// or smtps:// in COORDINATOR_SMTP_URL."
    ),
    "smtp-url-odd": N_(
        "COORDINATOR_SMTP_URL cannot be used. Write it like this: smtp+starttls://user:password@host:587."
    ),
    "env-file-odd": N_(
        "{file} is not written in UTF-8: look at line {line}. Save it again as UTF-8."
    ),
    "env-file-unreadable": N_(
        "{file} cannot be read. Give the user who runs the program the right to read it."
    ),
    "provider-trust-odd": N_("COORDINATOR_OIDC_{name}_TRUSTS_ADDRESSES has to be true or false."),
    "server-certificate-half": N_(
        "The server's certificate needs both its files: server.sslCertFile and server.sslKeyFile, in .streamlit/config.toml, or STREAMLIT_SERVER_SSL_CERT_FILE and STREAMLIT_SERVER_SSL_KEY_FILE."
    ),
    "server-certificate-odd": N_(
        "The server's certificate {file} and its key {key} cannot be used: they cannot be read, are no PEM files, do not belong together, or the key has a password."
    ),
    "server-option-odd": N_("{name} has a value that the server cannot use."),
    "setting-address-host": N_(
        "{name} names no host that a browser can go to. Write it like this: https://samordning.example.se"
    ),
    "setting-address-odd": N_(
        "{name} is no web address. Write it like this: https://samordning.example.se"
    ),
    "setting-address-path": N_(
        "{name} ends with {path}, but the pages lie at the root of their host. Give the program a host name of its own, and leave the path out."
    ),
    "setting-address-query": N_("{name} holds a question mark or a #. End it after the host name."),
    "setting-address-scheme": N_("{name} has to begin with https:// (or http:// on this machine)."),
    "setting-address-user": N_("{name} holds a user name before the @. Leave it out."),
    "setting-any-proxy": N_(
        "FORWARDED_ALLOW_IPS is *: whoever asks may say where they are, and no limit holds. Name the proxy's address."
    ),
    "setting-count-odd": N_("{name} has to be a whole number from 1 to 100000."),
    "setting-database-kind": N_(
        "{name} begins with a kind of database that this program does not use. Write it like this: sqlite:////srv/samordning/c.sqlite, or postgresql://user:password@host/name"
    ),
    "setting-database-memory": N_(
        "{name} names no file, and a database in memory keeps nothing. Write it like this: sqlite:////srv/samordning/c.sqlite"
    ),
    "setting-database-odd": N_(
        "{name} is no database that can be opened. Write it like this: sqlite:////srv/samordning/c.sqlite, or postgresql://user:password@host/name"
    ),
    "setting-database-parameter": N_(
        "{name} holds something behind its question mark that cannot be used: {parameter}. Leave it out. In a file's name, write a percent sign and 3F for a question mark."
    ),
    "setting-database-port": N_(
        "{name} holds a port that is no number from 1 to 65535. Write it like this: postgresql://user:password@host:5432/name"
    ),
    "setting-database-uri": N_(
        "{name} names the file as file:, which is not taken. Write its path alone: sqlite:////srv/samordning/c.sqlite"
    ),
    "setting-language-odd": N_("{name} has to be sv or en."),
    "setting-moment-odd": N_(
        "{name} is no moment with its offset. Write it like this: 2026-11-22T12:00+01:00"
    ),
    "setting-not-from-file": N_(
        "{name} counts in the server's own environment only. Take it out of .env and set it there."
    ),
    "setting-odd": N_("{name} cannot be used. See docs/operations.md."),
    "setting-seconds-odd": N_(
        "{name} has to be a number of seconds, more than 0 and at most 3600."
    ),
    "setting-sender-odd": N_(
        "{name} is no sender. Write it like this: samordning@kommun.se, or Samordning <samordning@kommun.se>"
    ),
    "setting-unknown": N_(
        "Nobody reads {name}. It is not one of the settings in docs/operations.md."
    ),
    "setting-unknown-near": N_("Nobody reads {name}. Was {nearest} meant?"),
    "setting-without-value": N_(
        "{name} stands in .env without a value. Write {name}=, and the value."
    ),
    "settings-odd": N_("These settings cannot be used: {names}. See docs/operations.md."),
    "shelter-never-host": N_(
        "{agency} is a shelter: its place is secret, so it can never host a meeting."
    ),
    "shelter-address": N_(
        "{agency} is a shelter: no address is written about it anywhere. Take the address away."
    ),
    "shelter-end-asked": N_(
        "{agency} is a shelter. Answer that its place is no secret before it becomes something else."
    ),
    "shelter-needs-coordinator": N_(
        "{agency} is a shelter. Only a coordinator can say that it is not."
    ),
    "substitute-for-whom": N_(
        "Choose whom the substitute stands in for, somebody of the same agency."
    ),
    "substitute-of-other-agency": N_(
        "The substitute must stand for {agency} on the day of the meeting."
    ),
    "template-unknown": N_("There is no template called {slug}. There is: {known}."),
    "term-code-odd": N_("“{text}” is no term. Write it like this: VT2027 or HT2027."),
    "term-end-before-start": N_("The term ends ({last}) before it starts ({first})."),
    "term-too-long": N_("A term is at most a year long: {first} to {last} is more."),
    "text-may-point-to-someone": N_(
        "The text may point to somebody at {where}. Rewrite it, or write why it may go out as it is."
    ),
    "terms-overlap": N_(
        "The term shares days with {other}, which lasts from {first} to {last}. Change that term first."
    ),
    "text-to-read-again": N_(
        "Something may be about one person at {where}. Read it once more first."
    ),
    "text-too-long": N_("The text is longer than {most} characters. Make it shorter."),
    "text-unreadable": N_(
        "{file} is no plain text in UTF-8. Save it as a text file and try again."
    ),
    "tile-odd": N_("The tile of this agency does not say that."),
    "time-odd": N_("“{text}” is no time. Write it like this: 13:30."),
    "unprotect-needs-coordinator": N_("Only a coordinator can take somebody's protection away."),
    "venue-code-too-many": N_(
        "Too many codes have been asked for. Wait an hour, or call the coordinator."
    ),
    "venue-code-wrong": N_("That is not the code. Look at the newest email and try again."),
    "venue-elsewhere": N_(
        "The place, or its street and number, is also in other texts of the group: {where}. Take it out there, or save once more if it may stay."
    ),
    "venue-in-text": N_(
        "The place is told separately, and this text is read by everybody in the group. Take the place out of the text. {where}"
    ),
    "venue-is-shelter": N_(
        "A shelter is never a meeting place: its place is secret. Write another place, or leave it empty."
    ),
    "venue-may-be-shelter": N_(
        "Is this place a women's shelter or other protected housing? Then write another. If it is not, save once more."
    ),
    "venue-needs-address": N_(
        "No address is known that a code could be emailed to. Call the coordinator."
    ),
    "venue-never-stored": N_(
        "A protected place is never written down here. Leave the place empty and tell it by phone."
    ),
    "venue-not-told-here": N_(
        "No place is kept here to be told for this meeting. Call the coordinator."
    ),
    "venue-street-in-text": N_(
        "The street and number of a place that is told separately stand in this text. Take them out, or save once more if they may stand. {where}"
    ),
    "trail-changed": N_("Entry {number} in the log of {group} has been changed."),
    "trail-checkpoint": N_(
        "The log of {group} begins after entry {number}, and that is not signed with this installation's key. Check COORDINATOR_SECRET_KEY."
    ),
    "trail-is-broken": N_(
        "The log is broken, so nothing is removed from it. Run: coordinator doctor"
    ),
    "trail-missing": N_("Entry {number} is missing in the log of {group}."),
    "trail-needs-key": N_(
        "The log's old entries are removed only when the rest can be signed. Set COORDINATOR_SECRET_KEY."
    ),
    "trail-order": N_(
        "Entry {number} in the log of {group} does not follow on the one before: something was moved or put in."
    ),
    "trail-start": N_("The log of {group} does not begin where it should."),
    "trail-tail": N_(
        "The log of {group} does not end where it should: from entry {number} something was removed or put in."
    ),
    "upload-active": N_(
        "The document holds something that acts by itself, such as a script or another file inside it. Save it as a plain PDF, for instance by printing to PDF."
    ),
    "upload-cannot-clean": N_(
        "There are traces of people in the document that could not be taken out for certain. In Office, choose File, Info, Inspect Document, and try again."
    ),
    "upload-damaged": N_(
        "The file cannot be read. It may be damaged: save it again and try once more."
    ),
    "upload-embedded": N_(
        "Another file lies inside the document. Take it out, or replace it with a picture."
    ),
    "upload-empty": N_("The file is empty."),
    "upload-encrypted": N_("The file has a password. Save it without one."),
    "upload-foreign-links": N_(
        "The document fetches something from another file or place. Break those links in Office and try again."
    ),
    "upload-kind-unknown": N_(
        "This kind of file cannot be kept. Save it as Word (.docx), Excel (.xlsx), PowerPoint (.pptx), PDF, JPEG or PNG."
    ),
    "upload-macros": N_("The document holds macros. Save it without them."),
    "upload-old-or-locked": N_(
        "The document is in an old Office format or has a password. Save it as .docx, .xlsx or .pptx without a password."
    ),
    "upload-too-large": N_("The file is larger than {most} MB."),
    "upload-tracked-changes": N_(
        "The document has tracked changes. Accept or reject them all, save it and try again: otherwise what was struck out could be read."
    ),
    "upload-unpacks-too-large": N_("The file holds far more than it seems to. It cannot be kept."),
    "weekday-unknown": N_("There is no weekday {text}. Write mon, tue, wed, thu or fri."),
    "window-end-before-start": N_("The usual weeks end ({last}) before they start ({first})."),
    "window-outside-term": N_("The usual weeks ({first} to {last}) must lie inside the term."),
    "windows-overlap": N_(
        "Two spans of usual weeks overlap: one ends {last}, the next starts {first}."
    ),
    "written-meanwhile": N_(
        "Somebody else wrote the same at the same moment, and that is what stands. Look at it before you go on."
    ),
    "yes-or-no-unclear": N_("Write yes or no."),
}


class Coded(Protocol):
    """Anything with a code and parameters: an error, a problem, an objection, a reason."""

    @property
    def code(self) -> str: ...

    @property
    def params(self) -> Any: ...


def sentence(error: Coded) -> str:
    """The reader's sentence for an error or one problem of an input."""
    text = SENTENCES.get(error.code)
    if text is None:
        return _("Something in this cannot be used ({code}).", code=error.code)
    params = dict(error.params)
    shown = {key: _shown(value) for key, value in params.items()}
    if isinstance(text, Counted):
        others = {key: value for key, value in shown.items() if key != "n"}
        return ngettext(text, text.many, params[text.by], **others)
    return _(text).format(**shown)


def problem_lines(error: BadInput) -> list[str]:
    """Each problem of an input with its place: ``Row 3, column org_id: ...``."""
    return lines_of(error.problems)


def lines_of(problems: Iterable[Problem]) -> list[str]:
    """The same of problems that hindered nothing else."""
    said = []
    for problem in problems:
        place = []
        if problem.row is not None:
            is_event = problem.code.startswith("calendar-")  # a calendar has no rows
            n = problem.row
            place.append(_("event {n}", n=n) if is_event else _("row {n}", n=n))
        if problem.column is not None:
            place.append(_("column {name}", name=problem.column))
        text = sentence(problem)
        said.append(f"{dates.capitalised(', '.join(place))}: {text}" if place else text)
    return said


def known_columns(error: CoordinatorError) -> str | None:
    """The column names that a refused list should have, tabs between them as Excel takes them."""
    columns = error.params.get("columns")
    return _(columns) if isinstance(columns, str) else None


def _shown(value: object) -> object:
    """Dates, hours, points, values of enumerations, several words as people write them."""
    shown = value
    if isinstance(value, datetime):
        shown = f"{dates.short_day_week(dates.local_day(value))} {dates.clock_time(value)}"
    elif isinstance(value, date):
        shown = f"{dates.long_day(value, year=True)} ({dates.week(value)})"
    elif isinstance(value, time):
        shown = dates.plain_time(value)
    elif isinstance(value, dates.Weekday):
        shown = dates.weekdays(value)
    elif isinstance(value, float):
        shown = f"{value:g}".replace(".", "," if language() == "sv" else ".")
    elif isinstance(value, Worded | EachLanguage):
        shown = value.in_words()
    elif isinstance(value, tuple):  # message ids among them
        shown = ", ".join(
            _(one) if isinstance(one, str) and not isinstance(one, Worded) else str(_shown(one))
            for one in value
        )
    return shown
