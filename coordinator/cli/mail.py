"""Commands about what is sent."""

from __future__ import annotations

import typer

from coordinator.cli.shared import Json, current_office, print_json, tell

commands = typer.Typer()


@commands.command()
def deliver(as_json: Json = False) -> None:
    """Send what the outbox holds, of every group; prints what became of it."""
    from coordinator.core.errors import Problem
    from coordinator.core.messages import sentence
    from coordinator.mail import usecases as mail
    from coordinator.wiring import installation_shell

    del as_json  # there is no other form
    with current_office() as office:
        done = mail.deliver(office, installation_shell())
        if not office.settings.mail_goes and done.waiting:
            tell(sentence(Problem("mail-no-server")))
    if done.outage:
        code, _space, number = done.outage.partition(" ")
        tell(sentence(Problem(code, (("number", number or "-"),))))
    print_json({"sent": done.sent, "failed": done.failed, "waiting": done.waiting})
