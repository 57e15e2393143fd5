"""Who sees and writes what: the one module that decides, for every query and every edit."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, or_
from sqlmodel import Session, col, select

from app.models import Authorship, EditRow, Grant, RecordRow, User
from app.services import moments, regions
from sync.paths import tail

ORDER = ("hub", "officer", "lead", "admin")


@dataclass(frozen=True)
class Rights:
    """What one person may do now: his role in each region that his grants cover, and where he leads or is focal."""

    user: str
    role: str
    regions: Mapping[str, str]
    leads: frozenset[str] = frozenset()
    focal: frozenset[str] = frozenset()

    @property
    def few(self) -> frozenset[str]:
        """The regions whose restricted records he sees."""
        return self.leads | self.focal

    @property
    def is_hub(self) -> bool:
        """Whether this is another server, which passes on what people may not see."""
        return self.role == "hub"


def of(session: Session, names: Iterable[str]) -> dict[str, Rights]:
    """The present rights of these people."""
    wanted = sorted(set(names))
    if not wanted:
        return {}
    users = session.exec(select(User).where(col(User.name).in_(wanted), col(User.disabled_at).is_(None))).all()
    grants = session.exec(select(Grant).where(col(Grant.user).in_(wanted))).all()
    nobody = {name: Rights(name, "officer", {}) for name in wanted}
    now = moments.now()
    valid = [grant for grant in grants if (grant.since or "") <= now and (grant.until is None or grant.until > now)]
    tree = regions.parents(session)
    return nobody | {user.name: _rights(tree, user, [g for g in valid if g.user == user.name]) for user in users}


def _rights(tree: Mapping[str, str | None], user: User, grants: list[Grant]) -> Rights:
    covered = [(grant, regions.below(tree, grant.region)) for grant in grants]
    roles: dict[str, str] = dict.fromkeys(tree, "admin") if user.role == "admin" else {}
    for grant, below in covered:
        for region in below:
            roles[region] = max(roles.get(region, "hub"), grant.role, key=ORDER.index)
    leads = frozenset(region for grant, below in covered if grant.role == "lead" for region in below)
    focal = frozenset(region for grant, below in covered if grant.focal for region in below)
    return Rights(user.name, user.role, dict(sorted(roles.items())), leads, focal)


def visible(rights: Rights) -> ColumnElement[bool]:
    """The records that he sees, as a condition on every query of records."""
    here = col(RecordRow.scope).in_(rights.regions)
    if rights.is_hub:
        return here
    authored = exists().where(col(Authorship.record) == col(RecordRow.id), col(Authorship.author) == rights.user)
    open_to_him = or_(
        col(RecordRow.restricted).is_(False), col(RecordRow.scope).in_(rights.few), authored.correlate(RecordRow)
    )
    return and_(here, open_to_him)


def readable(rights: Rights) -> ColumnElement[bool]:
    """The records that he may open: visible, and of which something is applied."""
    return and_(col(RecordRow.begun).is_(True), visible(rights))


def decidable(rights: Rights) -> ColumnElement[bool]:
    """The edits that wait for a lead: of his regions' records, or meant for his regions where there is no record.

    A condition on edits with their records beside them; administrators decide all but restricted records'.
    """
    place = case((col(RecordRow.begun).is_(True), col(RecordRow.scope)), else_=col(EditRow.scope))
    led = place.in_(rights.leads)
    if rights.role != "admin":
        return led
    return or_(led, col(RecordRow.id).is_(None), col(RecordRow.restricted).is_(False))


def sees(rights: Rights, scope: str, *, restricted: bool, authors: Collection[str]) -> bool:
    """Whether he sees a record; the same rule as `visible`, on a record that is being written."""
    if scope not in rights.regions:
        return False
    return not restricted or rights.is_hub or scope in rights.few or rights.user in authors


def may_read_scope(rights: Rights, scope: str) -> bool:
    """Whether the region is his at all."""
    return scope in rights.regions


def may_write(rights: Rights, scope: str, unit: str, value: str | None) -> bool:
    """Whether he may set this unit of a record in that region to this value."""
    role = rights.regions.get(scope)
    leads = role in ("lead", "admin")
    if unit == "@review":
        return leads or value == "received"
    if unit == "@restricted":
        return scope in (rights.focal if value is None else rights.few)
    if unit == "@scope":
        return value in rights.regions and (role == "admin" or {scope, value} <= rights.leads)
    if unit.startswith("@twin[") or tail(unit) == "@assigned":
        return leads
    return role in ("officer", "lead", "admin")


def comment(unit: str) -> str | None:
    """The comment that a unit is, or is a part of; afterwards it is its author's only."""
    return unit.partition("]")[0] + "]" if unit.startswith("@comment[") else None


def described(session: Session, rights: Rights) -> dict[str, Any]:
    """A person as a session tells: the name, the role, and what is granted."""
    grants = session.exec(select(Grant).where(col(Grant.user) == rights.user).order_by(col(Grant.region)))
    told = [
        {"region": grant.region, "role": grant.role, "focal": grant.focal, "until": grant.until} for grant in grants
    ]
    return {"name": rights.user, "role": rights.role, "regions": list(rights.regions), "grants": told}
