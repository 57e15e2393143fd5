"""Each test of the server runs on both databases; the mission that it plays in is made once and copied."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from app.database import Database, migrate
from app.forms.publish import Published, publish
from app.main import make_app
from app.services import forms, regions, users
from app.services.passwords import Passwords
from app.services.users import Newcomer
from app.settings import Settings
from tests.app.ask import Asker
from tests.app.phones import PASSWORD, Phone
from tests.postgres import Postgres

TEMPLATES = Path(forms.__file__).resolve().parent.parent / "templates"
BOTH = ["sqlite", "postgres"]
PEOPLE = (
    Newcomer("amina", "officer", ("north",)),
    Newcomer("otieno", "officer", ("north",)),
    Newcomer("zuhra", "officer", ("south",)),
    Newcomer("wanjiru", "lead", ("north",)),
    Newcomer("farid", "lead", ("south",)),
    Newcomer("nadia", "officer", ("north",), focal=True),
    Newcomer("admin", "admin"),
)


@pytest.fixture(params=BOTH)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'baraza.sqlite'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database(empty_url: str) -> Iterator[Database]:
    """A migrated database."""
    migrate(empty_url)
    opened = Database(empty_url)
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def published() -> list[Published]:
    """Two of the ready-made forms."""
    names = ("womens_consultation.xlsx", "youth_engagement.xlsx")
    return [publish((TEMPLATES / name).read_bytes(), name) for name in names]


def settle_in(url: str, published: list[Published]) -> None:
    """Make regions, people and forms in an empty database."""
    migrate(url)
    database = Database(url)
    database.do(lambda session: _settle(session, published))
    database.dispose()


def _settle(session: Session, published: list[Published]) -> None:
    passwords = Passwords("light")
    for region in ("north", "south", "east"):
        regions.add(session, region)
    for person in PEOPLE:
        users.add(session, person, PASSWORD, passwords=passwords)
    for form in published:
        forms.store(session, form, f"{form.id}.xlsx", None)


@pytest.fixture(scope="session")
def sqlite_mission(tmp_path_factory: pytest.TempPathFactory, published: list[Published]) -> Path:
    """A file to copy."""
    path = tmp_path_factory.mktemp("mission") / "baraza.sqlite"
    settle_in(f"sqlite:///{path}", published)
    return path


@pytest.fixture(scope="session")
def postgres_mission(postgres: Postgres, published: list[Published]) -> str:
    """A database to copy."""
    name = postgres.create(name="baraza_mission")
    settle_in(postgres.url(name), published)
    return name


@pytest.fixture(params=BOTH)
def mission_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a mission of one's own."""
    if request.param == "sqlite":
        path = tmp_path / "baraza.sqlite"
        shutil.copyfile(request.getfixturevalue("sqlite_mission"), path)
        yield f"sqlite:///{path}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    name = postgres.create(template=request.getfixturevalue("postgres_mission"))
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def client(mission_url: str) -> Iterator[Asker]:
    """The server of that mission."""
    app = make_app(Settings(database_url=mission_url, password_cost="light"))
    yield Asker(app)
    app.state.database.dispose()


@pytest.fixture
def phone(client: Asker) -> Callable[..., Phone]:
    """A phone of that person, signed in and up to date: `phone("amina")`."""

    def unpack(user: str, scope: str = "north", **other: str) -> Phone:
        made = Phone(client, user, scope, **other)
        assert made.sign_in().status_code == 200
        made.sync()
        return made

    return unpack


@pytest.fixture
def amina(phone: Callable[..., Phone]) -> Phone:
    return phone("amina")


@pytest.fixture
def otieno(phone: Callable[..., Phone]) -> Phone:
    return phone("otieno")


@pytest.fixture
def zuhra(phone: Callable[..., Phone]) -> Phone:
    return phone("zuhra", "south")


@pytest.fixture
def wanjiru(phone: Callable[..., Phone]) -> Phone:
    return phone("wanjiru")


@pytest.fixture
def farid(phone: Callable[..., Phone]) -> Phone:
    return phone("farid", "south")


@pytest.fixture
def nadia(phone: Callable[..., Phone]) -> Phone:
    """The focal point of the north."""
    return phone("nadia")


@pytest.fixture
def admin(phone: Callable[..., Phone]) -> Phone:
    return phone("admin")
