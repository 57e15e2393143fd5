"""Tests reach nobody outside this machine."""

from __future__ import annotations

import socket

import pytest


def test_a_test_that_calls_somebody_outside_is_stopped() -> None:
    # 192.0.2.0/24 is set aside for documentation: nobody is there. The refusal begins with a warning, an error here.
    with socket.socket() as caller, pytest.raises(UserWarning, match="192.0.2.1"):
        caller.connect(("192.0.2.1", 80))
