"""Two people who write to one record without having seen each other: what the pictures of a conflict are taken of."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx


@dataclass
class Writer:
    """Somebody who writes by HTTP, as a phone would."""

    client: httpx.Client
    replica: str
    n: int = 0

    def edit(self, record: dict[str, Any], version: str, answers: dict[str, str]) -> None:
        """Save answers on a record as it is in `record`, whatever happened to it since."""
        self.n += 1
        edit = {
            "replica": self.replica,
            "n": self.n,
            "record": record["id"],
            "form": record["form"],
            "version": version,
            "scope": record["scope"],
            "parent": record["parent"],
            "at": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "offset_ms": 0,
            "seen": record["have"],
            "set": answers,
            "was": {},
        }
        verdicts = (
            self.client.post("/api/sync", json=request(self.replica, [edit])).raise_for_status().json()["verdicts"]
        )
        assert [verdict["is"] for verdict in verdicts] == ["applied"], verdicts


def request(replica: str, edits: list[dict[str, Any]]) -> dict[str, Any]:
    """A request that pushes and asks for as little as possible."""
    clock = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {
        "protocol": 1,
        "replica": replica,
        "clock": clock,
        "edits": edits,
        "scopes": {},
        "forms": {},
        "lists": {},
        "pending": {},
        "waiting": 0,
        "budget": 1,
    }


def sign_in(url: str, name: str, password: str) -> Writer:
    """A writer with a replica of their own."""
    replica = secrets.token_hex(16)
    body = {"username": name, "password": password, "replica": replica, "label": "A phone"}
    client = httpx.Client(base_url=url, timeout=30)
    token = client.post("/api/session", json=body).raise_for_status().json()["token"]
    client.headers["Authorization"] = f"Bearer {token}"
    return Writer(client, replica)
