"""The process in which an untrusted form is read: `python -m app.forms.convert`, bytes in, JSON out."""

from __future__ import annotations

import json
import resource
import sys
from typing import Any

from pyxform.xls2xform import ConvertResult, convert

from app.forms import declarations, limits, links, runnable, units, xform
from app.forms.errors import FormInvalid
from app.forms.prepare import Prepared, prepared
from app.forms.questions import questionnaire
from app.forms.refusals import refusal
from app.forms.sheets import Workbook, read

MEMORY = 1024 * limits.MIB
CPU_SECONDS = 20


def converted(content: bytes, filename: str, stamp: str) -> dict[str, Any]:
    """The XForm and the units of this file, or FormInvalid with the place in it that stands in the way."""
    workbook = read(content, filename)
    declarations.check_columns(workbook)
    result = _pyxform(workbook, prepared(workbook, stamp))
    limits.check_xform(result.xform)
    form = questionnaire(result._pyxform or {}, workbook.rows("survey"))
    document = xform.parse(result.xform)
    xform.strip_guidance(document)
    settings = next(iter(workbook.rows("settings")), None)
    runnable.refuse_unknown(form, document)
    findings = units.Findings(
        inputs=runnable.inputs(form, runnable.read(form, document)),
        links=links.rewritten(form, document),
        consents=declarations.check(form, workbook),
        lists=tuple(sorted(filter(None, document.secondary().values()))),
    )
    return {
        "id": form.id,
        "version": form.version,
        "title": form.title,
        "xform": document.text(),
        "units": units.units(form, settings, findings),
    }


def _pyxform(workbook: Workbook, ready: Prepared) -> ConvertResult:
    try:
        return convert(ready.raw, form_name="data", warnings=[])
    except Exception as error:
        raise refusal(error, workbook, ready) from error


def main() -> None:
    """Reads one file from standard input and answers on standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    question = json.loads(sys.stdin.buffer.readline())
    try:
        answer = {"form": converted(sys.stdin.buffer.read(), question["filename"], question["stamp"])}
    except FormInvalid as invalid:
        answer = {"invalid": {"detail": invalid.detail, **invalid.facts()}}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
