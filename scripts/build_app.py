"""The app in pwa/dist, built again only when something it is made of has changed."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from scripts import node
from scripts.environment import ROOT, say

PWA = ROOT / "pwa"
MODULES = PWA / "node_modules"
DIST = PWA / "dist"
PACKAGES = ("package.json", "package-lock.json", ".npmrc")
# What lies in pwa/ without being read by the build.
OUTSIDE = {"node_modules", "dist", "coverage"}


def main(arguments: list[str]) -> None:
    """Install the packages and build, each only if its stamp is old."""
    modules = content_digest([PWA / name for name in PACKAGES])
    if is_stale(MODULES, modules):
        install_modules()
        stamp(MODULES, modules)
    if "--modules-only" in arguments:
        return
    sources = content_digest(app_sources())
    if is_stale(DIST, sources) or not (DIST / "index.html").exists():
        build()
        stamp(DIST, sources)


def install_modules() -> None:
    """Install by `npm ci` without install scripts: nothing a package brings is run."""
    say("Installing the app's packages …")
    if node.find().run_npm("ci", "--ignore-scripts", "--loglevel=error") != 0:
        sys.exit("The app's packages could not be installed; the lines above say why.")


def build() -> None:
    """Build by Vite; an old dist/ stays in place until the new one is written."""
    say("Building the app …")
    if node.find().run_npm("run", "--silent", "build", "--", "--logLevel", "warn") != 0:
        sys.exit("The app could not be built; the lines above say why.")


def app_sources() -> list[Path]:
    """Every file of pwa/ that the build may read."""
    top = [path for path in PWA.iterdir() if path.name not in OUTSIDE]
    files = [path for folder in top if folder.is_dir() for path in folder.rglob("*") if path.is_file()]
    return sorted([*files, *(path for path in top if path.is_file())])


def content_digest(paths: list[Path]) -> str:
    """One SHA-256 over names and contents, so that a touched but equal file builds nothing."""
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.relative_to(ROOT)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def stamp_of(folder: Path) -> Path:
    """Where a folder's stamp lies: inside it, so that both go together."""
    return folder / ".made-from"


def is_stale(folder: Path, digest: str) -> bool:
    """Whether a folder was made from something else than this digest."""
    path = stamp_of(folder)
    return not path.exists() or path.read_text() != digest


def stamp(folder: Path, digest: str) -> None:
    """Note what a folder was made from."""
    stamp_of(folder).write_text(digest)


if __name__ == "__main__":
    main(sys.argv[1:])
