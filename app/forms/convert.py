"""The process in which an untrusted form is read: `python -m app.forms.convert`, bytes in, JSON out."""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable
from typing import Any

from pyxform.xls2xform import convert

from app.forms import declarations, limits, links, runnable, units, xform
from app.forms.errors import FormInvalid
from app.forms.prepare import Prepared, prepared
from app.forms.questions import Questionnaire, questionnaire
from app.forms.refusals import refusal
from app.forms.sheets import Workbook, read
from app.forms.xform import XForm

# The converter writes its result to a file before it hands it over.
LIMITS = {
    resource.RLIMIT_AS: 1024 * limits.MIB,
    resource.RLIMIT_CPU: 20,
    resource.RLIMIT_FSIZE: 2 * limits.MAX_XFORM,
    resource.RLIMIT_CORE: 0,
}


def converted(content: bytes, filename: str, stamp: str) -> dict[str, Any]:
    """The XForm and the units of this file, or FormInvalid with the place in it that stands in the way."""
    workbook = read(content, filename)
    declarations.check_columns(workbook)
    form, document = _pyxform(workbook, prepared(workbook, stamp))
    xform.strip_guidance(document)
    runnable.refuse_unknown(form, document)
    findings = units.Findings(
        inputs=runnable.inputs(form, runnable.read(form, document)),
        links=links.rewritten(form, document),
        consents=declarations.check(form, workbook),
        files=document.secondary(),
    )
    return {
        "id": form.id,
        "version": form.version,
        "title": form.title,
        "xform": document.text(),
        "units": units.units(form, next(iter(workbook.rows("settings")), None), findings),
    }


def _pyxform(workbook: Workbook, ready: Prepared) -> tuple[Questionnaire, XForm]:
    """The converter's two answers; whatever goes wrong in it is something about the file."""
    try:
        result = convert(ready.raw, form_name="data", warnings=[])
        limits.check_xform(result.xform)
        return questionnaire(result._pyxform or {}, workbook.rows("survey")), xform.parse(result.xform)
    except (FormInvalid, MemoryError, RecursionError):
        raise
    except Exception as error:
        raise refusal(error, workbook, ready) from error


def answer(question: bytes) -> dict[str, Any]:
    """The form in the question, or what stands in its way, as JSON can carry it."""
    asked, content = question.split(b"\n", 1)
    named = json.loads(asked)
    try:
        return {"form": converted(content, named["filename"], named["stamp"])}
    except FormInvalid as invalid:
        return {"invalid": {"detail": invalid.detail, **invalid.facts()}}
    except RecursionError:
        return {"invalid": {"detail": "Groups stand too deep inside each other.", "code": "too_large"}}


def confine(
    limit: Callable[[int, tuple[int, int]], None] = resource.setrlimit,
    watch: Callable[[Callable[[str, tuple[Any, ...]], None]], None] = sys.addaudithook,
) -> None:
    """Leaves this process one gibibyte, twenty seconds, small files, no network and no other process."""
    for kind, most in LIMITS.items():
        limit(kind, (most, most))
    watch(_refuse)


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "ctypes.")):
        raise PermissionError(event)


def main() -> None:  # pragma: no cover, another process
    """Answers one question; whatever the readers of spreadsheets print goes elsewhere."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "w") as out:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        json.dump(answer(sys.stdin.buffer.read()), out)


if __name__ == "__main__":  # pragma: no cover, another process
    confine()
    main()
