"""The registers a form can fill, and their fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

CLOSED = re.compile(r"(\w+)\{([^}]*)\}")


@dataclass(frozen=True)
class Field:
    """What a field holds; `codes` are the only ones allowed, where they are fixed."""

    type: str
    codes: frozenset[str] | None = None


@dataclass(frozen=True)
class Register:
    """A register: its fields, and the ones of which a row needs one."""

    needed: tuple[str, ...]
    fields: Mapping[str, Field]


def _fields(closed: str = "", **names: str) -> dict[str, Field]:
    fixed = {name: Field("code", frozenset(codes.split())) for name, codes in CLOSED.findall(closed)}
    return {name: Field(type_) for type_, listed in names.items() for name in listed.split()} | fixed


def _register(needed: str, closed: str = "", **names: str) -> Register:
    return Register(tuple(needed.split()), _fields(closed, **names))


COMMON = _fields(
    "risk{none low medium high} consent_rec{yes partly no}",
    date="ev_date",
    code="adm1 adm2",
    text="loc_name",
    point="geo",
    link="board",
)

REGISTERS = {
    "consultation": _register(
        "ev_date",
        "prev_back{yes no na} influence{decide heard present absent} disclosed{yes no} women_spoke{half some few none}"
        " police{none host unpol both} cop_forum{yes no}",
        date="ev_date next_date",
        code="channel session_type safe_space feel_safe level convenor referral",
        int="n_f n_m n_yf n_ym n_y n_dis n_total seats seats_f trust_police",
        codes="groups women_groups actors avoided barriers msg_to state_side police_role",
        text="outcome",
    ),
    "issue": _register(
        "theme",
        "sens{no unsure sensitive} answer{given commit refer_in refer_out pending}",
        code="theme fb_type urgency referral",
        text="text solution",
        codes="raised_by",
    ),
    "commitment": _register("text", text="text", link="issue advice", code="owner tell_by", date="due"),
    "follow_up": _register(
        "of",
        "status{done ontrack delayed impossible cancelled} answer{accepted partly declined pending}"
        " reported{yes no} close{yes no}",
        link="of",
        text="progress reason comment",
        date="new_due rb_date",
        code="rb_how",
        int="rb_f rb_m satisf",
    ),
    "quote": _register("text", "consent{public_name public_anon internal withdrawn}", text="text", code="who"),
    "board": _register("", code="code level adm1 status", int="cadence_days", text="terms"),
    "board_meeting": _register(
        "board",
        "head{yes partly no} prev_back{yes no na}",
        link="board",
        code="m_type",
        int="present_f present_m seats_f seats_m seats_y seats_dis",
        codes="groups",
        date="next_date",
    ),
    "seat": _register("group", "move{joined left}", code="group sex age chosen_by", date="to"),
    "advice": _register(
        "text",
        "answer{accepted partly declined pending}",
        text="text reason",
        code="theme",
        codes="to",
        date="answer_due",
    ),
    "recommendation": _register("text", text="text", codes="to", code="forum", date="answer_due"),
    "dialogue_issue": _register(
        "ref title",
        "status{raised discuss agreed referred doing done blocked}",
        link="ref",
        text="title position_community position_state action",
        code="theme level owner escalated_to",
        date="due",
        codes="police_role",
    ),
    "capacity": _register(
        "act_type",
        "has_initiative{yes no} brief_ready{yes later no} brief_risk{none low medium high}",
        code="act_type",
        codes="topics pillar support_asked forum",
        int="pre post",
        text="initiative",
        date="briefed_on",
    ),
    "need": _register(
        "title",
        "validated{yes planned no} youth{yes no} transition{yes no}",
        text="title problem proposal exit_plan catalytic partner next_step",
        codes="source instrument",
        links="consultations",
        code="focus lead stage owner",
        int="ben_f ben_m ben_y months local_pct amount secured gender_marker risk_marker",
        date="valid_date next_due",
    ),
}

CONSENT_CODES = frozenset({"public_name", "public_anon", "internal", "yes", "partly", "no", "withdrawn"})
GEO_LEVELS = frozenset({"exact", "1km", "10km", "adm2", "none"})


def field(declared: str) -> tuple[str | None, Field | None]:
    """The register and the field a declaration names; a bare common field has no register."""
    if "." not in declared:
        return None, COMMON.get(declared)
    register, name = declared.split(".", 1)
    found = REGISTERS.get(register)
    return register, found.fields.get(name) if found else None
