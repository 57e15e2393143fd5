"""Phones as the server's tests need them: they write, sync, and put together what they receive."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from httpx import Response

from sync.digest import record_digest, scope_digest
from sync.merge import EMPTY, Record, heads, join, restore
from tests.app.ask import Asker

PASSWORD = "baraza-demo"
FORM, OTHER_FORM = "baraza_womens_consultation", "baraza_youth_engagement"
VERSION = "2026010100"
PLACE, SAFE, FEEL = "meeting/loc_name", "meeting/safe_space", "views/feel_safe"
RISK, GROUPS, PROMISE = "consent/risk", "people/diversity", "commitment"
AT = "2026-11-24T08:00:00.000Z"

Json = dict[str, Any]


def new_id() -> str:
    return str(uuid.uuid4())


def new_replica() -> str:
    return uuid.uuid4().hex


@dataclass
class Phone:
    """One person's phone."""

    client: Asker
    user: str
    scope: str = "north"
    replica: str = field(default_factory=new_replica)
    n: int = 0
    token: str = ""
    session: Json = field(default_factory=dict)
    cursors: dict[str, Json] = field(default_factory=dict)
    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)

    def sign_in(self, **other: Any) -> Response:
        """Ask for a session; its token is used from now on."""
        body = {"username": self.user, "password": PASSWORD, "replica": self.replica, "label": "test", **other}
        response = self.client.post("/api/session", json=body)
        if response.status_code == 200:
            self.session = response.json()
            self.token = self.session["token"]
        return response

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str, **params: Any) -> Response:
        return self.client.get(path, params=params, headers=self.headers)

    def post(self, path: str, **other: Any) -> Response:
        return self.client.post(path, headers=self.headers, **other)

    def post_raw(self, path: str, content: bytes, headers: dict[str, str]) -> Response:
        return self.client.post(path, content=content, headers={**self.headers, **headers})

    def edit(self, record: str, values: Json, **other: Any) -> Json:
        """A save, numbered, that has seen what the phone has of the record."""
        self.n += 1
        here = self.records.get(self.scope, {}).get(record, EMPTY)
        edit = {"replica": self.replica, "n": self.n, "record": record, "form": FORM, "version": VERSION}
        edit |= {"scope": self.scope, "parent": None, "at": AT, "offset_ms": 0}
        return edit | {"seen": dict(here.have), "set": values, **other}

    def body(self, *edits: Json, **other: Any) -> Json:
        known = {"scopes": self.cursors, "forms": {}, "budget": 4_000_000}
        return {"protocol": 1, "replica": self.replica, "clock": AT, "edits": list(edits), **known, **other}

    def send(self, *edits: Json, **other: Any) -> Response:
        """One request, whatever comes back."""
        content = json.dumps(self.body(*edits, **other)).encode()
        return self.post_raw("/api/sync", content, {"Content-Type": "application/json"})

    def push(self, *edits: Json, **other: Any) -> Json:
        """One request that must be answered; nothing of the answer is kept."""
        response = self.send(*edits, **other)
        assert response.status_code == 200, response.text
        return dict(response.json())

    def sync(self, *edits: Json, **other: Any) -> Json:
        """Push, then pull until there is no more; the first answer."""
        first = answer = self.push(*edits, **other)
        while self._keep(answer):
            answer = self.push()
        return first

    def _keep(self, answer: Json) -> bool:
        for scope, page in answer["scopes"].items():
            if page["reset"] or not self.cursors.get(scope, {}).get("cursor"):
                self.records[scope] = {} if page["reset"] else self.records.get(scope, {})
            self.cursors[scope] = {name: page[name] for name in ("epoch", "cursor", "mark", "grant")}
            mine = self.records.setdefault(scope, {})
            self.gone += page["gone"]
            for id in page["gone"]:
                mine.pop(id, None)
            for entry in page["records"]:
                mine[entry["id"]] = join(mine.get(entry["id"], EMPTY), restore(entry))
        return any(page["more"] or page["reset"] for page in answer["scopes"].values())

    def writes(self, record: str, values: Json, **other: Any) -> Json:
        """Save, sync, and the verdict."""
        return dict(self.sync(self.edit(record, values, **other))["verdicts"][0])

    def begins(self, values: Json, **other: Any) -> str:
        """A new record that the server has applied."""
        id = new_id()
        assert self.writes(id, values, **other)["is"] == "applied"
        return id

    def reads(self, record: str) -> Json:
        """The record as the server shows it."""
        response = self.get(f"/api/records/{record}")
        assert response.status_code == 200, response.text
        return dict(response.json())

    def has(self, record: str) -> bool:
        return record in self.records.get(self.scope, {})

    def shows(self, record: str, unit: str) -> list[str | None]:
        """The heads that the phone has put together, the one that is shown first."""
        tips = heads(self.records[self.scope][record])
        return [edit.set[unit] for edit in tips.get(unit, [])]

    def agrees(self) -> bool:
        """Whether the phone has exactly what the server says its reader sees."""
        answer = self.push()["scopes"][self.scope]["digest"]
        mine = self.records[self.scope].items()
        return bool(answer == scope_digest(record_digest(id, record.have) for id, record in mine))

    def log(self, **params: Any) -> list[Json]:
        return list(self.get("/api/sync/log", **{"scope": self.scope, **params}).json()["edits"])


def outcome(answer: Json) -> list[tuple[str, str | None]]:
    """What became of each edit, and why."""
    return [(verdict["is"], verdict.get("code")) for verdict in answer["verdicts"]]
