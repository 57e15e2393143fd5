"""A replica's edit numbers: up to where all of them are stored here, or declared lost."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from app.models import Lost, Replica


@dataclass
class Numbers:
    """How far a replica has come."""

    replica: Replica
    lost: dict[int, int] = field(default_factory=dict)

    @property
    def ack(self) -> int:
        """The greatest number up to which nothing is missing."""
        return self.replica.ack

    def may_take(self, n: int) -> bool:
        """Whether an unknown number is the next one, or a lost one that turned up."""
        return n <= self.ack + 1

    def take(self, n: int) -> None:
        """Count a number that is stored now."""
        if n == self.ack + 1:
            self.replica.ack = n
            self._pass_lost()

    def declare(self, session: Session, ranges: Iterable[tuple[int, int]]) -> None:
        """Note numbers that the replica no longer keeps."""
        for first, last in ranges:
            if last > self.lost.get(first, 0):
                session.merge(Lost(replica=self.replica.id, first=first, last=last))
                self.lost[first] = last
        self._pass_lost()

    def _pass_lost(self) -> None:
        for first, last in sorted(self.lost.items()):
            if first <= self.ack + 1 <= last:
                self.replica.ack = last


def locked(session: Session, replica: str) -> Numbers:
    """The replica's numbers, which nobody else counts until this transaction ends."""
    row = session.exec(select(Replica).where(col(Replica.id) == replica).with_for_update()).one()
    lost = session.exec(select(Lost.first, Lost.last).where(col(Lost.replica) == replica))
    return Numbers(row, dict(lost.all()))
