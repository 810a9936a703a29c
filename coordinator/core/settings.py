"""Settings from the environment (prefix ``COORDINATOR_``) or a ``.env`` file."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import AwareDatetime, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from coordinator.core.providers import Provider, providers_from_environment

ENV_FILE = ".env"  # in the folder where a command is typed
_PACKAGE = Path(__file__).resolve().parent.parent


def project_root() -> Path:
    """The folder that holds ``app.py`` and ``data/``: the checkout, or the installed copy."""
    checkout = _PACKAGE.parent
    return checkout if (checkout / "app.py").is_file() else _PACKAGE / "_installed"


def shipped_data() -> Path:
    """Templates, closed days and demo content that come with the product."""
    return project_root() / "data"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="COORDINATOR_", env_file=ENV_FILE, extra="ignore")

    database_url: str = Field(default_factory=lambda: f"sqlite:///{_default_database()}")
    database_wait: float = Field(default=30.0, gt=0)  # seconds for somebody else's lock
    secret_key: SecretStr | None = None
    base_url: str = "http://127.0.0.1:8501"
    smtp_url: SecretStr | None = None
    smtp_ca_file: Path | None = None
    imap_url: SecretStr | None = None
    mail_from: str | None = None
    now: AwareDatetime | None = None
    oidc: tuple[Provider, ...] = Field(default_factory=providers_from_environment)

    @field_validator("base_url")
    @classmethod
    def _is_web_address(cls, address: str) -> str:
        """Every mailed link begins with it: a slip here would only be seen by its readers."""
        parts = urlsplit(address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("not a web address")
        return address

    @property
    def origin(self) -> str:
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def is_https(self) -> bool:
        return urlsplit(self.base_url).scheme == "https"

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
        scheme, _, path = self.database_url.partition(":///")
        return Path(path) if scheme.startswith("sqlite") and path else None


def _default_database() -> Path:
    root = project_root()
    # An installed package folder may be read-only: then the working folder holds the database.
    home = root if root.name != "_installed" else Path.cwd()
    return home / "data" / "coordinator.sqlite"
