"""Points as GeoJSON: a feature for each answer that is a place, with the row it stands in as properties."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from app.exports.files import ExportFile, batches
from app.exports.tables import Row, Table, entries, entry_cells, record_cells
from app.exports.typed import flat


def geojson_file(tables: Sequence[Table], rows: Iterable[Row]) -> ExportFile:
    """A form's records as points."""
    return ExportFile(f"{tables[0].name}.geojson", "application/geo+json", written(tables, rows))


def written(tables: Sequence[Table], rows: Iterable[Row]) -> Iterator[bytes]:
    """One collection, in blocks."""
    yield b'{"type":"FeatureCollection","features":['
    between = "\n"
    for batch in batches(rows):
        found = [text for row in batch for text in features(tables, row)]
        if found:
            yield (between + ",\n".join(found)).encode()
            between = ",\n"
    yield b"\n]}\n"


def features(tables: Sequence[Table], row: Row) -> Iterator[str]:
    """The places of a record, then those of its entries."""
    first, *repeats = tables
    yield from places(first, record_cells(first, row))
    found = entries(row) if repeats else {}
    for table in repeats:
        for _, cells in entry_cells(table, row, found):
            yield from places(table, cells)


def places(table: Table, cells: Sequence[str]) -> Iterator[str]:
    """The places in one row."""
    properties: dict[str, Any] | None = None
    for column, text in zip(table.all_columns, cells, strict=True):
        if column.is_point and (coordinates := position(text)):
            if properties is None:
                pairs = zip(table.all_columns, cells, strict=True)
                properties = {each.header: flat(value, each.kind) for each, value in pairs}
            yield feature(coordinates, {"_point": column.header, **properties})


def feature(coordinates: Sequence[float], properties: Mapping[str, Any]) -> str:
    """A point and what is known of it."""
    geometry = {"type": "Point", "coordinates": coordinates}
    whole = {"type": "Feature", "geometry": geometry, "properties": properties}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def position(text: str) -> list[float]:
    """Longitude, latitude and height of "latitude longitude height accuracy"; nothing of what is nowhere on earth."""
    try:
        numbers = [float(word) for word in text.split()]
    except ValueError:
        return []
    if len(numbers) < 2 or not all(map(isfinite, numbers)):
        return []
    latitude, longitude, *height = numbers
    on_earth = abs(latitude) <= 90 and abs(longitude) <= 180
    return [longitude, latitude, *height[:1]] if on_earth else []
