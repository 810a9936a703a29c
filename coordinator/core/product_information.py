"""What the product says about itself, the same words on office pages and plain pages."""

from __future__ import annotations

from coordinator.core.translation import _

Parts = tuple[tuple[str, str], ...]  # headings with their text


def personal_data() -> Parts:
    """What is kept about whom, why, and how to ask."""
    return (
        (
            _("What is kept"),
            _(
                "For people who stand for an agency: name, agency, role, work email and phone, "
                "from when to when, answers to invitations and attendance. Nothing is kept about "
                "individuals whom the agencies meet: there is no field for it."
            ),
        ),
        (
            _("Protected people"),
            _(
                "A person with protected identity has no name and no phone here at all, only "
                "“Representative” and the agency. The place of a shelter is never stored."
            ),
        ),
        (
            _("Why and how long"),
            _(
                "The municipality needs the data to run the group. Approved notes are kept for "
                "the archive, and the names in them stay: they tell who took part."
            ),
        ),
        (
            _("Where it goes"),
            _(
                "Nothing leaves this installation by itself: no visitor counting, no outside "
                "fonts or maps. One cookie keeps you signed in, one remembers your language."
            ),
        ),
        (
            _("Your rights"),
            _(
                "Ask the coordinator what is kept about you, and have mistakes corrected. The "
                "municipality is the controller; its data protection officer helps you further."
            ),
        ),
    )


def accessibility() -> Parts:
    """What works, what does not yet, and whom to tell."""
    return (
        (
            _("What the pages aim at"),
            _(
                "The pages aim at WCAG 2.1 level AA. Every page is checked by machine at each "
                "change: contrast, labels, titles, language, keyboard and narrow screens."
            ),
        ),
        (
            _("Known shortcomings"),
            _(
                "No test with people who use screen readers has been made yet. The month and year "
                "choice in the calendar pop-up reads badly aloud: type the date instead. What "
                "people write is Swedish: on English pages it says so, but not in lists to choose "
                "from and not in fields."
            ),
        ),
        (
            _("Tell us"),
            _(
                "Tell the coordinator what is in your way. If that does not help, the agency for "
                "digital government, Digg, oversees the law."
            ),
        ),
    )


def members_help() -> Parts:
    """The plain pages in short."""
    return (
        (
            _("My page"),
            _(
                "The next meeting, your own answer, and what your agency was given to do. Press "
                "“Add to calendar” and open the file: it holds only time and place."
            ),
        ),
        (
            _("Meetings and notes"),
            _(
                "Notes are here once they are approved. Search finds what you may read, nothing "
                "else."
            ),
        ),
        (
            _("Report an action point"),
            _(
                "Open the action point, write how it goes and send. The coordinator reads it and "
                "closes what is done. Write about the work, never about individual people."
            ),
        ),
        (
            _("When something goes wrong"),
            _(
                "What a page says is saved is saved. If a page shows a reference number, send it "
                "to the person who runs the system."
            ),
        ),
    )
