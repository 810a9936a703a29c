"""Settings from the environment (prefix ``COORDINATOR_``) or a ``.env`` file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from pydantic import AwareDatetime, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from coordinator.core.database_address import LONGEST_WAIT, address_of, file_of, url_of
from coordinator.core.environment import FILE, PREFIX, given, language_of
from coordinator.core.errors import BadInput, Problem
from coordinator.core.mail_sender import MailSender, sender_in
from coordinator.core.providers import Provider, providers_from_environment
from coordinator.core.web_address import as_browsers_write_it, is_loopback, of_server

_PACKAGE = Path(__file__).resolve().parent.parent
Value = TypeVar("Value")
_FIRST_YEAR: Final = 2000
_LAST_YEAR: Final = 2999


def project_root() -> Path:
    """The folder that holds ``app.py`` and ``data/``: the checkout, or the installed copy."""
    checkout = _PACKAGE.parent
    return checkout if (checkout / "app.py").is_file() else _PACKAGE / "_installed"


def shipped_data() -> Path:
    """Templates, closed days and demo content that come with the product."""
    return project_root() / "data"


class _Odd(ValueError):
    """A refusal of ours on its way through pydantic, which collects them all."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Settings(BaseSettings):
    # What is wrong is told without what was typed: that can be a password.
    model_config = SettingsConfigDict(extra="ignore", hide_input_in_errors=True)

    database_url: str = Field(default_factory=lambda: address_of(_default_database()))
    # Seconds for somebody else's lock.
    database_wait: float = Field(default=30.0, gt=0, le=LONGEST_WAIT, allow_inf_nan=False)
    secret_key: SecretStr | None = None
    base_url: str = "http://127.0.0.1:8501"
    smtp_url: SecretStr | None = None
    smtp_ca_file: Path | None = None
    imap_url: SecretStr | None = None
    mail_from: str | None = None
    # How many sign-in mails one place on the net may ask for in a quarter of an hour.
    sign_in_mails_per_address: int = Field(default=20, ge=1, le=100_000)
    now: AwareDatetime | None = None
    lang: str | None = None
    oidc: tuple[Provider, ...] = ()

    def __init__(self, *, _env_file: Path | str | None = FILE, **values: Any) -> None:
        """Reads what is given; ``values`` stand above it."""
        named = given(_env_file)
        fields = type(self).model_fields
        found = {key.removeprefix(PREFIX).lower(): value for key, value in named.items()}
        known = {name: value for name, value in found.items() if name in fields and name != "oidc"}
        values.setdefault("oidc", providers_from_environment(named))
        super().__init__(**(known | values))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """All of it has been read by :mod:`coordinator.core.environment`, once and in one way."""
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, address: str) -> str:
        _checked(url_of, address)
        return address.strip()

    @field_validator("base_url")
    @classmethod
    def _is_web_address(cls, address: str) -> str:
        """Every mailed link begins with it: a slip here would only be seen by its readers."""
        return _checked(as_browsers_write_it, address)

    @field_validator("mail_from")
    @classmethod
    def _is_sender(cls, typed: str | None) -> str | None:
        return _checked(sender_in, typed).written if typed else None

    @field_validator("lang")
    @classmethod
    def _is_language(cls, wish: str | None) -> str | None:
        if wish is None:
            return None
        language = language_of(wish)
        if language is None:
            raise _Odd("setting-language-odd")
        return language

    @field_validator("now")
    @classmethod
    def _is_within_the_calendar(cls, moment: datetime | None) -> datetime | None:
        """Neither the first year nor the last holds a day in every zone."""
        if moment is not None and not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            raise _Odd("setting-moment-odd")
        return moment

    @property
    def origin(self) -> str:
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def is_https(self) -> bool:
        return urlsplit(self.base_url).scheme == "https"

    @property
    def is_loopback(self) -> bool:
        """Whether nobody on another machine reaches the address."""
        return is_loopback(self.base_url)

    @property
    def sender(self) -> MailSender | None:
        """Who mail comes from where a group has no mailbox of its own."""
        return sender_in(self.mail_from) if self.mail_from else None

    @property
    def mail_goes(self) -> bool:
        """Whether mail leaves here by itself. Without a server it waits until somebody sends it.

        Every word about sending asks this first.
        """
        return self.smtp_url is not None

    @property
    def key_file(self) -> Path:
        """Where the signing key is kept that is made when ``COORDINATOR_SECRET_KEY`` is unset."""
        beside = self.database_file or _default_database()
        return beside.with_name(f"{beside.name}.key")

    def provider(self, name: str) -> Provider | None:
        return next((one for one in self.oidc if one.name == name), None)

    @property
    def database_file(self) -> Path | None:
        """The embedded database's file, or None on PostgreSQL."""
        return file_of(url_of(self.database_url))


_CODES: Final = {
    "database_wait": "setting-seconds-odd",
    "sign_in_mails_per_address": "setting-count-odd",
    "now": "setting-moment-odd",
}


def read_settings() -> Settings:
    """The settings that are in force.

    Raises:
        BadInput: one cannot be used; it is named, and what stands there is not repeated.
    """
    try:
        return Settings()
    except ValidationError as error:
        problems = tuple(map(_problem, error.errors(include_input=False)))
    if len(problems) == 1:
        raise BadInput(problems[0].code, **dict(problems[0].params))
    names = sorted({str(dict(one.params)["name"]) for one in problems})
    raise BadInput("settings-odd", names=", ".join(names), problems=problems)


def use_address_of_server(host: str, port: int, *, is_https: bool = False) -> None:
    """Where nobody has said which address people use, it is the server's own.

    Raises:
        BadInput: the file with settings cannot be read.
    """
    name = f"{PREFIX}BASE_URL"
    if name not in given():
        os.environ[name] = of_server(host, port, is_https=is_https)


def _problem(error: Mapping[str, Any]) -> Problem:
    field = str(error["loc"][0])
    name = ("name", f"{PREFIX}{field.upper()}")
    odd = error.get("ctx", {}).get("error")
    if isinstance(odd, _Odd):
        return Problem(odd.code, tuple((dict([name]) | odd.params).items()))
    return Problem(_CODES.get(field, "setting-odd"), (name,))


def _checked(read: Callable[[str], Value], typed: str) -> Value:
    try:
        return read(typed)
    except BadInput as error:
        raise _Odd(error.code, **error.params) from None


def _default_database() -> Path:
    root = project_root()
    # An installed package folder may be read-only: then the working folder holds the database.
    home = root if root.name != "_installed" else Path.cwd()
    return home / "data" / "coordinator.sqlite"
