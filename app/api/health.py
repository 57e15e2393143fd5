"""Whether the server is well, for whoever asks."""

from fastapi import APIRouter
from sqlalchemy.exc import SQLAlchemyError

from app.api.asking import TheDatabase
from app.database import works
from app.errors import Busy
from app.version import version

router = APIRouter(prefix="/api/health", tags=["health"])


@router.get("")
def health(database: TheDatabase) -> dict[str, str]:
    """Say that the server and its database answer, and what they are."""
    try:
        with database.read() as session:
            well = works(session)
    except SQLAlchemyError as error:
        raise Busy("The database does not answer.") from error
    if not well:
        raise Busy("The database does not answer.")
    return {"status": "ok", "version": version(), "database": kind(database.engine.dialect.name)}


def kind(dialect: str) -> str:
    """What a database is called."""
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(dialect, dialect)
