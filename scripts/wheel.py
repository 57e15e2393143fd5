"""The wheel carries the built app, so that an installed Baraza serves it without Node."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AppInWheel(BuildHookInterface[Any]):
    """Puts pwa/dist beside the packages, where app/static.py looks for it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the built app to a wheel; an editable install serves it from the clone."""
        if version == "editable":
            return
        built = Path(self.root) / "pwa" / "dist"
        if not (built / "index.html").exists():
            raise FileNotFoundError("pwa/dist is not built: run `make app` before building a wheel")
        build_data["force_include"][str(built)] = "pwa/dist"
