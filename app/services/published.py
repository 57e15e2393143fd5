"""Published forms as edits are judged by them: what is parsed once is kept, by the version's fingerprint."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from app.models import FormVersion
from sync.paths import template
from sync.policies import Policies

KEPT = 64
FormKey = tuple[str, str]


@dataclass(frozen=True)
class Published:
    """One version of a form: how its answers merge, and which of them restrict a record."""

    policies: Policies
    restricts: Mapping[str, frozenset[str]]

    def restricting(self, values: Mapping[str, str | None]) -> bool:
        """Whether one of these answers puts its record into the sensitive lane."""
        return any(
            value is not None and not self.restricts.get(template(unit), frozenset()).isdisjoint(value.split())
            for unit, value in values.items()
        )


_cache: OrderedDict[str, Published] = OrderedDict()
_lock = Lock()


def load(session: Session, keys: Iterable[FormKey]) -> dict[FormKey, Published]:
    """Those of these form versions that are published here."""
    wanted = [key for key in sorted(set(keys)) if max(map(len, key)) <= 255]
    if not wanted:
        return {}
    known = select(FormVersion.form, FormVersion.version, FormVersion.digest).where(
        tuple_(FormVersion.form, FormVersion.version).in_(wanted)
    )
    return {(form, version): _one(session, form, version, digest) for form, version, digest in session.exec(known)}


def _one(session: Session, form: str, version: str, digest: str) -> Published:
    with _lock:
        if digest in _cache:
            _cache.move_to_end(digest)
            return _cache[digest]
    units = session.exec(
        select(FormVersion.units).where(col(FormVersion.form) == form, col(FormVersion.version) == version)
    ).one()
    published = Published(Policies.from_units(units), _restricts(units))
    with _lock:
        _cache[digest] = published
        while len(_cache) > KEPT:
            _cache.popitem(last=False)
    return published


def _restricts(units: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    return {unit["path"]: frozenset(unit["restricts"]) for unit in units["units"] if unit.get("restricts")}
