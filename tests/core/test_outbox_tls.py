"""The way to the mail server: encrypted when asked, to the right server, with its password."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from coordinator.core.office import Office
from coordinator.core.outbox.delivery import Delivered, deliver
from tests.core.mail_cast import authority, mail_server, put, sending

NAME = "namn%40example.se:hemligt%40"


@pytest.mark.parametrize("way", ["smtp+starttls", "smtps"])
def test_a_mail_goes_encrypted_with_a_login(office: Office, tmp_path: Path, way: str) -> None:
    own = authority(tmp_path)
    put(office)
    options: dict[str, Any] = (
        {"ssl_context": own.server} if way == "smtps" else {"tls_context": own.server}
    )
    # Behind smtps the server does not see that it is encrypted.
    options |= {"auth_required": True, "auth_require_tls": way != "smtps"}
    with mail_server(**options) as (taken, port):
        url = f"{way}://{NAME}@localhost:{port}"
        done = deliver(sending(office, url, smtp_ca_file=own.file))
    assert done == Delivered(1, 0, 0)
    assert taken.logins == [b"hemligt@"]


@pytest.mark.parametrize("way", ["smtp+starttls", "smtps"])
@pytest.mark.parametrize("fault", ["unknown authority", "other name"])
def test_an_untrusted_server_gets_neither_password_nor_mail(
    office: Office, tmp_path: Path, way: str, fault: str
) -> None:
    own = authority(tmp_path, "mail.example.se" if fault == "other name" else "localhost")
    put(office)
    options: dict[str, Any] = (
        {"ssl_context": own.server} if way == "smtps" else {"tls_context": own.server}
    )
    options |= {"auth_required": True, "auth_require_tls": way != "smtps"}
    ca = own.file if fault == "other name" else None
    with mail_server(**options) as (taken, port):
        url = f"{way}://{NAME}@localhost:{port}"
        done = deliver(sending(office, url, smtp_ca_file=ca))
    assert done == Delivered(0, 0, 1, outage="mail-tls-failed")
    assert taken.logins == []


def test_a_server_that_cannot_encrypt_gets_nothing(office: Office) -> None:
    put(office)
    with mail_server() as (taken, port):
        done = deliver(sending(office, f"smtp+starttls://{NAME}@localhost:{port}"))
    assert done == Delivered(0, 0, 1, outage="mail-server-lacks")
    assert taken.mails == []


def test_a_wrong_password_is_told_and_nothing_is_given_up(office: Office) -> None:
    put(office)
    with mail_server(auth_required=True, auth_require_tls=False) as (_taken, port):
        done = deliver(sending(office, f"smtp://namn:fel@127.0.0.1:{port}"))
    assert done == Delivered(0, 0, 1, outage="mail-login-refused 535")
