"""The first tables: people, forms, edits, feeds and records."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_first_tables"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    places_and_server()
    people()
    sessions()
    forms()
    edits()
    feeds()
    records()


def downgrade() -> None:
    for table in ("authorship", "record", "feed", "edit", "form_version", "form", "lost", "session", "replica"):
        op.drop_table(table)
    for table in ("device", "grant", "user", "scope", "region", "audit", "server"):
        op.drop_table(table)


def text(name: str, *constraints: sa.ForeignKey, null: bool = False, key: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), *constraints, nullable=null, primary_key=key)


def document(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def count(name: str, *, key: bool = False, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null, primary_key=key, autoincrement=False)


def flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def places_and_server() -> None:
    op.create_table(
        "region",
        text("id", key=True),
        text("name"),
        text("parent", sa.ForeignKey("region.id"), null=True),
        text("pcode", null=True),
    )
    op.create_table(
        "scope",
        text("region", sa.ForeignKey("region.id"), key=True),
        text("epoch"),
        count("seq"),
        text("mark"),
        text("digest"),
    )
    op.create_table(
        "server",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        text("name"),
        text("replica"),
        count("n"),
        text("seal_kid"),
        text("seal_private"),
        text("seal_public"),
    )


def people() -> None:
    op.create_table(
        "user",
        text("name", key=True),
        text("role"),
        text("full_name"),
        text("password", null=True),
        text("created_at"),
        text("disabled_at", null=True),
    )
    op.create_table(
        "grant",
        text("user", sa.ForeignKey("user.name"), key=True),
        text("region", sa.ForeignKey("region.id"), key=True),
        text("role"),
        flag("focal"),
        text("since", null=True),
        text("until", null=True),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), primary_key=True),
        text("at"),
        text("who"),
        text("what"),
        text("about"),
        document("facts"),
    )


def sessions() -> None:
    op.create_table(
        "device",
        text("id", key=True),
        text("user", sa.ForeignKey("user.name")),
        text("label"),
        text("created_at"),
        text("revoked_at", null=True),
    )
    op.create_table(
        "replica",
        text("id", key=True),
        text("user", sa.ForeignKey("user.name")),
        text("device", sa.ForeignKey("device.id")),
        count("ack"),
        count("waiting"),
        text("synced_at", null=True),
        text("created_at"),
    )
    op.create_table(
        "session",
        text("token", key=True),
        text("user", sa.ForeignKey("user.name")),
        text("replica", sa.ForeignKey("replica.id")),
        text("device", sa.ForeignKey("device.id")),
        text("ticket"),
        text("created_at"),
        text("expires_at"),
        text("ended_at", null=True),
        sa.UniqueConstraint("ticket"),
    )
    op.create_table(
        "lost", text("replica", sa.ForeignKey("replica.id"), key=True), count("first", key=True), count("last")
    )
    for table in ("device", "replica", "session"):
        op.create_index(f"ix_{table}_user", table, ["user"])


def forms() -> None:
    op.create_table("form", text("id", key=True), text("version"), text("published_at"))
    op.create_table(
        "form_version",
        text("form", sa.ForeignKey("form.id"), key=True),
        text("version", key=True),
        text("filename"),
        sa.Column("xlsform", sa.LargeBinary(), nullable=False),
        document("xform"),
        document("units"),
        text("digest"),
        text("published_at"),
        text("published_by", sa.ForeignKey("user.name"), null=True),
    )


def edits() -> None:
    op.create_table(
        "edit",
        text("replica", key=True),
        count("n", key=True),
        text("record", null=True),
        text("scope", null=True),
        text("form", null=True),
        text("version", null=True),
        document("body"),
        text("digest"),
        text("author"),
        text("device"),
        text("received_at"),
        text("status"),
        text("code", null=True),
        text("message", null=True),
        text("decided", null=True),
    )
    op.create_index("edit_of_record", "edit", ["record", "status"])
    op.create_index("edit_of_form", "edit", ["form", "version", "status"])
    op.create_index("edit_to_decide", "edit", ["status", "decided"])


def feeds() -> None:
    op.create_table(
        "feed",
        text("scope", sa.ForeignKey("scope.region"), key=True),
        count("seq", key=True),
        text("kind"),
        text("record"),
        text("replica", null=True),
        count("n", null=True),
        text("mark"),
    )
    op.create_index("feed_by_kind", "feed", ["scope", "kind", "seq"])
    op.create_index("feed_of_record", "feed", ["record", "scope", "seq"])


def records() -> None:
    op.create_table(
        "record",
        *(text("id", key=True), flag("begun"), text("form"), text("version")),
        text("scope", sa.ForeignKey("scope.region")),
        *(text(name, null=True) for name in ("parent", "number", "author", "received_at")),
        text("updated_at"),
        *(document(name) for name in ("have", "edits", "values", "conflicts", "stale")),
        document("first", null=True),
        document("restricting"),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("unsettled", "held")),
        text("review"),
        *(flag("restricted"), flag("deleted")),
        *(count("entered_seq"), count("last_seq"), text("digest")),
    )
    op.create_index("record_in_feed", "record", ["scope", "last_seq"])
    op.create_index("record_in_list", "record", ["scope", "form", "deleted", "review", "id"])
    op.create_index("record_of_form", "record", ["form", "deleted", "id"])
    op.create_index("record_restricted", "record", ["scope", "restricted"])
    op.create_index("record_of_parent", "record", ["parent"])
    op.create_table("authorship", text("record", key=True), text("author", key=True))
    op.create_index("ix_authorship_author", "authorship", ["author"])
