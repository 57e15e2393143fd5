"""What holds for all tests: PostgreSQL on demand, and no test that is left out in silence."""

from __future__ import annotations

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

from tests.postgres import postgres, postgres_url

__all__ = ["postgres", "postgres_url"]

IN_CI = os.environ.get("CI") == "true"

# How fast a loaded machine is says nothing about a rule, so no example has a deadline.
settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test that was not run has failed."""
    report = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"NOT RUN, which in CI is a failure: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end, loudly, what was not tested."""
    reasons = sorted({str(report.longrepr[-1]) for report in terminalreporter.stats.get("skipped", [])})
    for reason in reasons:
        terminalreporter.write_line(f"*** NOT TESTED: {reason}", red=True, bold=True)
