"""What is made from the code is as new as the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.environment import ROOT
from scripts.generate import ARTEFACTS


@pytest.mark.parametrize("path", ARTEFACTS, ids=str)
def test_a_generated_file_is_what_make_generate_would_write(path: Path) -> None:
    kept = (ROOT / path).read_text() if (ROOT / path).exists() else ""
    assert ARTEFACTS[path]() == kept, f"{path} is old: run `make generate` and commit it"
