"""Publishing a form: the untrusted file is read in a process of its own, with little time and little memory."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.forms.errors import FormInvalid

WALL_SECONDS = 30
COMMAND = (sys.executable, "-m", "app.forms.convert")
MAX_BYTES = 2 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Published:
    """A form version as phones and the server use it; it never changes."""

    id: str
    version: str
    title: str
    xform: str
    units: dict[str, Any]
    digest: str
    xlsform: bytes


def publish(content: bytes, filename: str, *, stamp: str = "1") -> Published:
    """The form this file describes; `stamp` is its version where the file names none."""
    if len(content) > MAX_BYTES:
        raise FormInvalid("The file is larger than 2 MiB. Take pictures and other sheets out of it.", code="too_large")
    said = answer(json.dumps({"filename": filename, "stamp": stamp}).encode() + b"\n" + content)
    if "invalid" in said:
        raise FormInvalid(said["invalid"].pop("detail"), **said["invalid"])
    form = said["form"]
    return Published(digest=digest(form["xform"], form["units"]), xlsform=content, **form)


def digest(xform: str, units: dict[str, Any]) -> str:
    """The fingerprint by which two publications of the same form are known as one."""
    canonical = json.dumps(units, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{xform}\n{canonical}".encode()).hexdigest()


def answer(question: bytes, *, command: tuple[str, ...] = COMMAND, seconds: float = WALL_SECONDS) -> dict[str, Any]:
    """What the other process makes of the file; FormInvalid when it does not come to an end."""
    with tempfile.TemporaryDirectory() as room:
        environment = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1", "TMPDIR": room}
        try:
            run = subprocess.run(command, input=question, capture_output=True, timeout=seconds, env=environment)
        except subprocess.TimeoutExpired:
            raise _too_costly() from None
    if run.returncode < 0 or b"MemoryError" in run.stderr:
        raise _too_costly()
    if run.returncode > 0:
        raise RuntimeError(run.stderr.decode(errors="replace"))
    said: dict[str, Any] = json.loads(run.stdout)
    return said


def _too_costly() -> FormInvalid:
    detail = "Reading this file took too much time or memory. Publish a smaller form, or split it in two."
    return FormInvalid(detail, code="too_large")
