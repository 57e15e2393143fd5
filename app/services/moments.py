"""Moments as they travel and are stored: UTC, to the millisecond."""

from datetime import UTC, datetime, timedelta


def now() -> str:
    """Say what the time is."""
    return written(datetime.now(UTC))


def later(**delta: float) -> str:
    """Say what the time will be."""
    return written(datetime.now(UTC) + timedelta(**delta))


def of_milliseconds(milliseconds: int) -> str:
    """Write milliseconds since 1970 as a moment, as far as calendars reach."""
    try:
        return written(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds))
    except OverflowError:
        return "9999-12-31T23:59:59.999Z" if milliseconds > 0 else "0001-01-01T00:00:00.000Z"


def written(moment: datetime) -> str:
    """Write a moment as it travels."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
