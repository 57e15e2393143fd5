"""What becomes of an edit: the codes of the protocol, the first that applies."""

from dataclasses import dataclass

from app.services import rights as who
from app.services.open_records import OpenRecord
from app.services.published import FormKey, Published
from app.services.rights import Rights
from app.services.verdicts import APPLIED, HELD, QUARANTINED
from sync import merge
from sync.edits import Edit


@dataclass(frozen=True)
class Judgement:
    """An edit's state, with the code that says why."""

    status: str
    code: str | None = None


def judge(record: OpenRecord, edit: Edit, writer: Rights, forms: dict[FormKey, Published]) -> Judgement:
    """What becomes of a readable edit on this record, written by this person."""
    form = forms.get((edit.form, edit.version))
    if form is None:
        return Judgement(HELD, "unknown_form")
    if not may_reach(record, edit, writer):
        return Judgement(QUARANTINED, "not_your_region")
    if record.begun and (edit.form, edit.parent) != (record.form, record.parent):
        return Judgement(QUARANTINED, "fixed")
    if not all(form.policies.knows(unit) for unit in edit.set):
        return Judgement(QUARANTINED, "unknown_unit")
    if not may_write(record, edit, writer):
        return Judgement(QUARANTINED, "not_allowed")
    if record.is_behind(edit):
        return Judgement(QUARANTINED, "behind")
    return _standing(record, edit)


def goes_on(record: OpenRecord, edit: Edit, forms: dict[FormKey, Published]) -> bool:
    """Whether an edit that waits is to be judged again."""
    if (edit.form, edit.version) not in forms:
        return False
    return merge.standing(record.snapshot, edit) != "held" or record.is_behind(edit)


def may_reach(record: OpenRecord, edit: Edit, writer: Rights) -> bool:
    """Whether the record, or the region in which the edit begins one, is the writer's."""
    if not record.begun:
        return edit.scope in writer.regions
    return who.sees(writer, record.scope, restricted=record.restricted, authors=record.authors)


def may_write(record: OpenRecord, edit: Edit, writer: Rights) -> bool:
    """Whether each unit of the edit is the writer's to set."""
    scope = record.scope if record.begun else edit.scope
    return all(
        who.may_write(writer, scope, unit, value) and _own_comment(record, unit, writer)
        for unit, value in edit.set.items()
    )


def _own_comment(record: OpenRecord, unit: str, writer: Rights) -> bool:
    comment = who.comment(unit)
    return comment is None or record.author_of_comment(comment) in (None, writer.user)


def _standing(record: OpenRecord, edit: Edit) -> Judgement:
    standing = merge.standing(record.snapshot, edit)
    if standing == "held":
        return Judgement(HELD, "cause_missing")
    return Judgement(APPLIED) if standing == "ready" else Judgement(QUARANTINED, "broken_chain")
