"""The sample story as edits, written the way phones write them: each has seen what its writer had on the screen."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.services import moments
from app.services.samples import (
    BASE,
    COMMUNITY,
    WOMEN,
    Answers,
    Sample,
    Save,
    crowd,
    entry_id,
    place,
    record_id,
    replica_id,
    stored,
    women,
)

VISIT = timedelta(minutes=35)
Versions = Mapping[str, str]
DISTRICTS = {"north": ("XX0101", "XX0102"), "south": ("XX0201", "XX0202"), "east": ("XX0301", "XX0302")}
THEMES = ("security", "land", "services", "livelihood", "women", "youth", "climate", "reconcil")
FEELINGS = ("safer", "same", "less", "split")
PROPOSALS = (
    "A second pump, near the market.",
    "Somebody of the district office here once a month.",
    "That the road is cleared before the harvest.",
    "A place on the committee for those who came last year.",
)


@dataclass(frozen=True)
class Written:
    """An edit, and in whose name it is sent."""

    who: str
    edit: dict[str, Any]


def story(samples: Iterable[Sample], versions: Versions, *, now: datetime) -> Iterator[Written]:
    """All saves of the samples, oldest first, numbered per writer."""
    numbers: dict[str, int] = defaultdict(int)
    known: dict[str, list[dict[str, int]]] = defaultdict(lambda: [{}])
    for sample, save, answers in in_time(samples, now):
        record, replica = record_id(sample.key), replica_id(save.who)
        numbers[save.who] += 1
        seen = {**known[record][-1 - save.unseen], **own_last(known[record][-1], replica)}
        known[record].append({**known[record][-1], replica: numbers[save.who]})
        yield Written(
            save.who,
            {
                "replica": replica,
                "n": numbers[save.who],
                "record": record,
                "form": sample.form,
                "version": versions[sample.form],
                "scope": sample.scope,
                "parent": None,
                "at": moments.written(now - timedelta(days=save.days_ago)),
                "offset_ms": 0,
                "seen": seen,
                "set": answers,
            },
        )


def own_last(have: Mapping[str, int], replica: str) -> dict[str, int]:
    """A writer always knows what he wrote himself."""
    return {replica: have[replica]} if replica in have else {}


def in_time(samples: Iterable[Sample], now: datetime) -> list[tuple[Sample, Save, dict[str, str]]]:
    """Every save with its answers as they are stored, in the order in which they happened."""
    saves = []
    for sample in samples:
        first = Save(sample.who, sample.days_ago, {})
        saves.append((sample, first, first_answers(sample, now)))
        for save in sample.later:
            saves.append((sample, save, as_stored(sample, save.answers, now)))
    return sorted(saves, key=lambda each: -each[1].days_ago)


def first_answers(sample: Sample, now: datetime) -> dict[str, str]:
    """What the first save of a record holds: what was asked, what the phone adds, and the entries of repeats."""
    at = now - timedelta(days=sample.days_ago)
    met: dict[str, str | int] = {**preloads(sample.who, at), "meeting/ev_date": at.date().isoformat()}
    answers: dict[str, str | int] = {**met, **BASE[sample.form], **sample.answers}
    for number, (repeat, entry) in enumerate(sample.entries):
        instance = entry_id(sample.key, number)
        answers[f"{repeat}[{instance}]/_rid"] = instance
        answers[f"{repeat}[{instance}]/@order"] = f"a{number}"
        answers.update({f"{repeat}[{instance}]/{name}": value for name, value in entry.items()})
    return as_stored(sample, answers, now)


def as_stored(sample: Sample, answers: Answers, now: datetime) -> dict[str, str]:
    """Answers as text, without those that this meeting has none of."""
    return {unit: stored(now.date(), sample.key, value) for unit, value in answers.items() if value != ""}


def preloads(who: str, at: datetime) -> dict[str, str]:
    """What a phone notes of the visit by itself."""
    return {
        "start": moments.written(at - VISIT),
        "end": moments.written(at),
        "today": at.date().isoformat(),
        "username": who,
        "deviceid": f"sample:{who}",
    }


def heavy(number: int, scope: str, *, who: str, versions: Versions, now: datetime) -> Written:
    """One of many more records: the same number gives the same record."""
    draw = random.Random(f"{scope} {number}")
    form = draw.choice((WOMEN, COMMUNITY))
    sample = Sample(f"heavy {scope} {number}", form, scope, who, draw.uniform(0, 180), heavy_answers(draw, form, scope))
    return Written(
        who,
        {
            "replica": replica_id(f"heavy {scope}"),
            "n": number,
            "record": record_id(sample.key),
            "form": form,
            "version": versions[form],
            "scope": scope,
            "parent": None,
            "at": moments.written(now - timedelta(days=sample.days_ago)),
            "offset_ms": 0,
            "seen": {},
            "set": first_answers(sample, now),
        },
    )


def heavy_answers(draw: random.Random, form: str, scope: str) -> Answers:
    """Believable answers of a meeting that nobody held."""
    where = place(draw.choice(DISTRICTS[scope]), f"Village {draw.randint(1, 400)}")
    if form == COMMUNITY:
        women_, men = draw.randint(4, 40), draw.randint(4, 60)
        return {**where, **crowd(women_, men, women_ // 4, men // 4)}
    counts = women(draw.randint(0, 4), draw.randint(2, 20), draw.randint(3, 25), draw.randint(0, 9))
    return {
        **where,
        **counts,
        "views/feel_safe": draw.choice(FEELINGS),
        "views/priorities": " ".join(draw.sample(THEMES, 2)),
        "views/proposal": draw.choice(PROPOSALS),
    }
