"""Which Baraza this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed

UNKNOWN = "0"


def version() -> str:
    """The version that is installed."""
    try:
        return installed("baraza")
    except PackageNotFoundError:
        return UNKNOWN
