"""Every setting of the server, read from the environment as BARAZA_*."""

from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an installation may decide."""

    model_config = SettingsConfigDict(env_prefix="BARAZA_", extra="ignore", frozen=True)

    data: Path = Field(Path("data"), description="The folder of the SQLite file and of media.")
    database_url: str | None = Field(None, description="A PostgreSQL address; without it, SQLite in the data folder.")
    port: int = Field(8000, description="The port that `baraza serve` listens on unless told.")
    proxies: str = Field(
        "127.0.0.1",
        description="Addresses or networks, with commas, of proxies that may say whether a request came by HTTPS.",
    )
    server_name: str | None = Field(None, description="The server's name towards phones; drawn at random when not set.")
    password_cost: Literal["full", "light"] = Field(
        "full", description="How slow a password is to check: `full` for people, `light` for tests and demonstrations."
    )
    password_checks: int = Field(2, ge=1, le=64, description="How many passwords are checked at the same time.")
    session_days: int = Field(365, ge=1, description="How long a session lasts when nobody ends it.")

    @cached_property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        if self.database_url is None:
            return f"sqlite:///{self.data / 'baraza.sqlite'}"
        for plain in ("postgresql://", "postgres://"):
            if self.database_url.startswith(plain):
                return "postgresql+psycopg://" + self.database_url.removeprefix(plain)
        return self.database_url
