"""What the tests need of the machine itself: a Chromium and PostgreSQL's programs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
INSTALLED = Path("/usr/lib/postgresql")


def main() -> None:
    """Install what is missing where that is allowed; else say loudly what will not be tested."""
    missing = [name for name, found in (("chromium", chromium()), ("postgresql", postgres_programs())) if found is None]
    if not missing:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install(missing)
        return
    notice = f"MISSING ON THIS MACHINE: {', '.join(missing)}. Install with: sudo apt-get install {' '.join(missing)}"
    if os.environ.get("CI") == "true":
        sys.exit(notice)
    print(f"\n*** {notice}\n*** The tests that need it will NOT run.\n", flush=True)


def install(packages: list[str]) -> None:
    """Debian's packages, without what they merely recommend."""
    print(f"Installing {' and '.join(packages)} for the tests …", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=quiet)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    subprocess.run(command, check=True, env=quiet, stdout=subprocess.DEVNULL)


def chromium() -> str | None:
    """The machine's Chromium, or the program that BARAZA_CHROMIUM names."""
    named = os.environ.get("BARAZA_CHROMIUM")
    return named or next((found for name in BROWSERS if (found := shutil.which(name))), None)


def postgres_programs() -> Path | None:
    """The folder of the newest initdb: Debian's place first, then the PATH."""
    versions = sorted(INSTALLED.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


if __name__ == "__main__":
    main()
