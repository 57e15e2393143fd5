"""The story that the sample data tells: who wrote what in which place, how many days ago, and what became of it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

COMMUNITY = "baraza_community_consultation"
WOMEN = "baraza_womens_consultation"

# What stands for the id of a record's first, second … entry until the record has its own.
ENTRY = "entry "
Answers = Mapping[str, str | int]


@dataclass(frozen=True)
class Save:
    """One later save of a record; `unseen` of how many saves before it."""

    who: str
    days_ago: float
    answers: Answers
    unseen: int = 0


@dataclass(frozen=True)
class Sample:
    """One record: what its author wrote, then what others made of it."""

    key: str
    form: str
    scope: str
    who: str
    days_ago: float
    answers: Answers
    entries: tuple[tuple[str, Answers], ...] = ()
    later: tuple[Save, ...] = field(default=())


def record_id(key: str) -> str:
    """A sample's record id, the same on every machine; in the form of a random one."""
    return str(uuid.UUID(bytes=hashlib.sha256(f"baraza demo {key}".encode()).digest()[:16], version=4))


def entry_id(key: str, number: int) -> str:
    """The id of a sample's entry, by its place among them."""
    return record_id(f"{key} entry {number}")


def replica_id(who: str) -> str:
    """The replica of the script that writes in somebody's name."""
    return hashlib.sha256(f"baraza demo replica {who}".encode()).hexdigest()[:32]


def place(adm2: str, name: str) -> dict[str, str | int]:
    """Where a meeting was, by the code of its district."""
    return {"meeting/adm1": adm2[:4], "meeting/adm2": adm2, "meeting/loc_name": name}


def women(girls: int, young: int, grown: int, old: int) -> dict[str, str | int]:
    """How many came, with the sum that the form works out."""
    counts = {"people/f_u18": girls, "people/f_18_29": young, "people/f_30_59": grown, "people/f_60": old}
    return {**counts, "people/n_f": girls + young + grown + old}


def crowd(women_: int, men: int, young_women: int, young_men: int) -> dict[str, str | int]:
    """How many came, with the sum and the share that the form works out."""
    total = women_ + men
    counts = {"people/n_f": women_, "people/n_m": men, "people/n_yf": young_women, "people/n_ym": young_men}
    return {**counts, "people/n_total": total, "people/pct_f": round(100 * women_ / total)}


def issue(theme: str, said: str, proposes: str, answer: str) -> tuple[str, Answers]:
    """Something that a community raised."""
    return "issue", {
        "fb_type": "request",
        "theme": theme,
        "sens": "no",
        "issue_text": said,
        "raised_by": "w_30 m_30",
        "urgency": "action",
        "solution": proposes,
        "answer": answer,
    }


def promise(text: str, owner: str, due_in: int, *, about: str | int) -> tuple[str, Answers]:
    """Something that we promised, due in so many days from today; about a theme, or the entry of that number."""
    answers: dict[str, str | int] = {"com_text": text, "com_owner": owner, "com_due": f"today{due_in:+d}"}
    if isinstance(about, int):
        return "commitment", {**answers, "com_issue": f"{ENTRY}{about}", "com_back": "meeting"}
    return "commitment", {**answers, "com_issue": about}


def quote(text: str, who: str) -> tuple[str, Answers]:
    """Somebody's own words, to be used without a name."""
    return "quote", {"quote_text": text, "quote_who": who, "quote_consent": "public_anon"}


def stored(today: date, key: str, value: str | int) -> str:
    """An answer as it is stored: `today-3` is the date three days ago, `entry 0` the id of the first entry."""
    if isinstance(value, str) and value.startswith("today"):
        return (today + timedelta(days=int(value.removeprefix("today") or 0))).isoformat()
    if isinstance(value, str) and value.startswith(ENTRY):
        return entry_id(key, int(value.removeprefix(ENTRY)))
    return str(value)


CONSENT: Answers = {"consent/consent_brief": "yes", "consent/consent_rec": "yes", "consent/risk": "low"}
COMMUNITY_ANSWERS: Answers = {
    **CONSENT,
    "meeting/channel": "baraza",
    "meeting/session_type": "mixed",
    "people/n_dis": 3,
    "people/groups": "host farmer",
    "people/actors": "authority",
    "prev_back": "yes",
}
WOMEN_ANSWERS: Answers = {
    **CONSENT,
    "meeting/safe_space": "yes",
    "meeting/support": "childcare transport",
    "people/n_dis": 2,
    "people/diversity": "rural head market",
    "views/feel_safe": "same",
    "views/avoided": "water road",
    "views/body": "yes",
    "views/seats": 12,
    "views/seats_f": 2,
    "views/influence": "present",
    "views/barriers": "custom time",
    "views/msg_to": "horo state",
    "views/disclosed": "no",
}
BASE = {COMMUNITY: COMMUNITY_ANSWERS, WOMEN: WOMEN_ANSWERS}
