"""Passwords: argon2id, a few checks at a time, and no hint whether a name exists."""

import secrets
from collections import OrderedDict
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import Literal

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher

from app.errors import Busy, TooMany

COSTS = {"full": (3, 64 * 1024, 4), "light": (1, 1024, 1)}  # rounds, KiB, lanes; full is RFC 9106's second choice
PATIENCE = 20
FREE_FAILURES = 5
LONGEST_WAIT = 300.0
REMEMBERED = 10_000


class Passwords:
    """Hashes passwords and checks them."""

    def __init__(self, cost: Literal["full", "light"] = "full", at_once: int = 2) -> None:
        self._hash = PasswordHash((Argon2Hasher(*COSTS[cost]),))
        self._running = BoundedSemaphore(at_once)
        self._queue = BoundedSemaphore(at_once + PATIENCE)
        self._nobody = self._hash.hash(secrets.token_hex(16))
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._lock = Lock()

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        return self._hash.hash(password)

    def check(self, name: str, kept: str | None, password: str) -> bool:
        """Whether this is the person's password; as slow for a name that nobody has."""
        self._refuse_hurry(name)
        if not self._queue.acquire(blocking=False):
            raise Busy
        try:
            with self._running:
                right = self._verify(kept or self._nobody, password) and kept is not None
        finally:
            self._queue.release()
        self._remember(name, right=right)
        return right

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hash.verify(password, kept)
        except PwdlibError:
            return False

    def _refuse_hurry(self, name: str) -> None:
        """After a few failures each further one costs twice the wait."""
        with self._lock:
            failures, at = self._failures.get(name, (0, 0.0))
        if failures >= FREE_FAILURES:
            wait = at + min(LONGEST_WAIT, 2.0 ** (failures - FREE_FAILURES)) - monotonic()
            if wait > 0:
                raise TooMany(seconds=int(wait) + 1)

    def _remember(self, name: str, *, right: bool) -> None:
        with self._lock:
            failures, _ = self._failures.pop(name, (0, 0.0))
            if not right:
                self._failures[name] = (failures + 1, monotonic())
            while len(self._failures) > REMEMBERED:
                self._failures.popitem(last=False)
