"""How Alembic reaches the database: the address comes from `app.database.migrate`, or from the settings."""

from alembic import context
from sqlalchemy import create_engine, pool
from sqlmodel import SQLModel

import app.models  # noqa: F401 - the comparison of models with migrations needs every table
from app.settings import Settings

url = context.config.attributes.get("url") or Settings().database
engine = create_engine(url, poolclass=pool.NullPool)

with engine.connect() as connection:
    if connection.dialect.name == "postgresql":
        # A migration that cannot have its lock gives up, and everybody else goes on.
        connection.exec_driver_sql("SET lock_timeout = '10s'")
        connection.commit()
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()

engine.dispose()
