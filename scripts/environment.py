"""The Python environment in .venv, exactly as the lock files say; runs on a bare Python that has nothing installed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
OLDEST = (3, 11)


def main(arguments: list[str]) -> None:
    """Bring .venv up to date: the server's packages, and with --dev the tools."""
    if sys.version_info < OLDEST:
        sys.exit(f"Baraza needs Python 3.11 or newer; this is {sys.version.split()[0]}. Try: make PYTHON=python3.11 …")
    if not is_usable():
        create()
    wanted = ["requirements.lock", "requirements-dev.lock"] if "--dev" in arguments else ["requirements.lock"]
    install_missing(wanted)


def is_usable() -> bool:
    """Whether .venv holds a Python that starts and has pip."""
    if not PYTHON.exists():
        return False
    return subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def create() -> None:
    """A new .venv; Debian keeps the part that brings pip in a package of its own."""
    say("Making .venv …")
    shutil.rmtree(VENV, ignore_errors=True)
    command = [sys.executable, "-m", "venv", str(VENV)]
    if subprocess.run(command, check=False, capture_output=True).returncode == 0:
        return
    package = "python3-venv"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(f"Python cannot make a virtual environment here. Install it first: sudo apt-get install {package}")
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package], check=True)
    subprocess.run([*command, "--clear"], check=True)


def install_missing(locks: list[str]) -> None:
    """Install each lock whose content differs from what was installed last, then Baraza itself."""
    installed = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    wanted = {name: digest(ROOT / name) for name in [*locks, "pyproject.toml"]}
    if all(installed.get(name) == value for name, value in wanted.items()):
        return
    if any(installed.get(name) != wanted[name] for name in locks):
        # The last lock holds all of the ones before it, at the same versions.
        say(f"Installing what {locks[-1]} names …")
        pip("--require-hashes", "-r", locks[-1])
    pip("--no-deps", "--no-build-isolation", "-e", ".")
    STAMP.write_text(json.dumps({**installed, **wanted}))


def pip(*arguments: str) -> None:
    """One quiet pip install inside .venv."""
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        sys.exit("The Python packages could not be installed; the lines above say why.")


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def say(sentence: str) -> None:
    """A line for the person who waits."""
    print(sentence, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
