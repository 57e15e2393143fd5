from __future__ import annotations

import gzip
import json
import secrets
from typing import Any

import pytest
from httpx import Response

from tests.app.phones import PLACE, PROMISE, Phone, new_id, outcome


def error(response: Response) -> tuple[int, str]:
    body = response.json()
    assert isinstance(body["detail"], str)
    assert isinstance(body["facts"], dict)
    return response.status_code, body["error"]


def raw(amina: Phone, content: bytes, **headers: str) -> Response:
    kind = {"Content-Type": "application/json"}
    return amina.post_raw("/api/sync", content, {**kind, **headers})


def said(amina: Phone) -> str:
    return json.dumps(amina.body())


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:0],
        lambda text: f"[{text}]",
        lambda text: text[:-9],
        lambda text: text.replace('"edits"', '"protocol": 1, "edits"', 1),
        lambda text: text.replace("4000000", "NaN"),
        lambda text: text.replace("4000000", "Infinity"),
        lambda text: text.replace("4000000", "1e400"),
        lambda text: text.replace("4000000", "9" * 5000),
        lambda text: text.replace("4000000", "1.5"),
        lambda text: text.replace("4000000", '"1"'),
        lambda text: text.replace("4000000", "true"),
        lambda text: text.replace('"edits": []', '"edits": {}'),
        lambda text: text.replace('"edits": []', '"edits": ["x"]'),
        lambda text: text.replace('"edits": []', '"pending": {"1": 1}'),
        lambda text: text.replace('"edits": []', '"lost": [[2]]'),
        lambda text: text.replace('"edits": []', '"lost": [[-1, 0]]'),
        lambda text: text.replace('"protocol": 1, ', ""),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(amina: Phone, change: Any) -> None:
    assert error(raw(amina, change(said(amina)).encode())) == (400, "malformed")


@pytest.mark.parametrize("content", [b"\xff\xfe{}", b'{"a": "\xff"}', b"\xef\xbb\xbf{}"])
def test_what_is_not_utf8_is_refused(amina: Phone, content: bytes) -> None:
    assert error(raw(amina, content)) == (400, "malformed")


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"a": ' * 9 + b"1" + b"}" * 9, b'"\\"' * 100_000])
def test_what_is_too_deep_or_never_ends_is_refused_quickly(amina: Phone, content: bytes) -> None:
    assert raw(amina, content).status_code in (400, 413)


def test_a_request_may_have_a_mebibyte_and_not_a_byte_more(amina: Phone) -> None:
    body = said(amina).encode()
    full = body[:-1] + b" " * ((1 << 20) - len(body)) + b"}"
    assert raw(amina, full).status_code == 200
    assert error(raw(amina, full + b" ")) == (413, "too_large")
    packed = {"Content-Encoding": "gzip"}
    assert raw(amina, gzip.compress(full), **packed).status_code == 200
    assert error(raw(amina, gzip.compress(full + b" "), **packed)) == (413, "too_large")
    assert error(raw(amina, gzip.compress(b" " * 100_000_000), **packed)) == (413, "too_large")
    assert error(raw(amina, gzip.compress(body)[:-9], **packed)) == (400, "malformed")
    assert error(raw(amina, gzip.compress(body) + b"x", **packed)) == (400, "malformed")
    assert error(raw(amina, b"no gzip", **packed)) == (400, "malformed")


def test_another_encoding_or_another_kind_is_refused(amina: Phone) -> None:
    body = said(amina).encode()
    assert error(raw(amina, body, **{"Content-Encoding": "zstd"})) == (415, "unsupported")
    assert error(raw(amina, body, **{"Content-Type": "text/plain"})) == (415, "unsupported")


@pytest.mark.parametrize("protocol", [0, 2, 99])
def test_another_protocol_is_refused_with_what_is_spoken(amina: Phone, protocol: int) -> None:
    response = amina.send(protocol=protocol)
    assert error(response) == (426, "protocol")
    assert response.json()["facts"] == {"supported": [1]}


def test_five_hundred_edits_are_taken_and_one_more_is_too_many(amina: Phone) -> None:
    edits = [amina.edit(new_id(), {PLACE: str(number)}) for number in range(501)]
    assert error(amina.send(*edits)) == (413, "too_large")
    answer = amina.push(*edits[:500])
    assert (outcome(answer), answer["ack"]) == ([("applied", None)] * 500, 500)


def test_the_limits_of_an_edit_are_its_own(amina: Phone) -> None:
    many = {f"{PROMISE}[{new_id()}]/com_text": "x" for _ in range(4001)}
    seen = {secrets.token_hex(16): 1 for _ in range(1025)}
    answer = amina.push(
        amina.edit(new_id(), dict(list(many.items())[:4000])),
        amina.edit(new_id(), many),
        amina.edit(new_id(), {PLACE: "v" * 65536}),
        amina.edit(new_id(), {PLACE: "v" * 65537}),
        amina.edit(new_id(), {PLACE: "x"}, seen=dict(list(seen.items())[:1024])),
        amina.edit(new_id(), {PLACE: "x"}, seen=seen),
    )
    codes = [code for _, code in outcome(answer)]
    assert codes == [None, "malformed", None, "malformed", "cause_missing", "malformed"]


@pytest.mark.parametrize(
    "over",
    [
        {"set": {PLACE: 12}},
        {"set": {PLACE: "a\0b"}},
        {"set": {PLACE: "a\ud800b"}},
        {"set": {PLACE + "\ud800": "x"}},
        {"set": {PLACE: 2**70}},
        {"set": None},
        {"record": None},
        {"record": ["\0"]},
        {"form": "\0\ud800"},
        {"scope": "x\0"},
        {"version": 7},
        {"seen": {"x": 1}},
        {"at": "2026-13-45T99:00:00Z"},
        {"later": "\ud800"},
        {"later": 1.5},
    ],
)
def test_a_sick_edit_stops_neither_its_neighbours_nor_the_request(amina: Phone, over: Any) -> None:
    sick = {**amina.edit(new_id(), {PLACE: "x"}), **over}
    answer = amina.push(sick, amina.edit(new_id(), {PLACE: "fine"}))
    assert outcome(answer) == [("quarantined", "malformed"), ("applied", None)]
    assert outcome(amina.push(sick)) == [("quarantined", "malformed")]


@pytest.mark.parametrize("name", ["form", "version"])
def test_a_very_long_name_waits_for_a_form_that_nobody_has(amina: Phone, name: str) -> None:
    assert amina.writes(new_id(), {PLACE: "x"}, **{name: "é" * 9000})["code"] == "unknown_form"


@pytest.mark.parametrize("n", [0, -1, 1.5, "1", True, None, 2**53, 2**63])
def test_an_edit_without_a_number_refuses_the_request(amina: Phone, n: Any) -> None:
    assert error(amina.send({**amina.edit(new_id(), {PLACE: "x"}), "n": n})) == (400, "malformed")
    assert amina.push()["ack"] == 0


def test_nobody_writes_in_another_replicas_name(amina: Phone, otieno: Phone) -> None:
    mine, forged = (
        otieno.edit(new_id(), {PLACE: "a"}),
        {**otieno.edit(new_id(), {PLACE: "b"}), "replica": amina.replica},
    )
    assert error(otieno.send(mine, forged)) == (400, "malformed")
    assert error(otieno.send(replica=amina.replica)) == (400, "malformed")
    assert otieno.push()["ack"] == 0
    assert amina.push(amina.edit(new_id(), {PLACE: "first"}))["ack"] == 1


@pytest.mark.parametrize(
    "path",
    [
        "/api/records/%00",
        "/api/records/x/history",
        "/api/records?scope=%00",
        "/api/records?limit=0",
        "/api/records?limit=99999999999999999999999",
        "/api/records?conflicts=perhaps",
        "/api/records?after=%ED%A0%80",
        "/api/sync/log?scope=%00",
        "/api/sync/log?scope=north&after=99999999999999999999999",
        "/api/sync/log?scope=north&after=-1",
        "/api/sync/log",
        "/api/forms/%00/1",
        "/api/forms/none/1",
        "/api/forms/none/1/units",
        "/api/nothing",
        "/api",
    ],
)
def test_a_strange_address_is_never_the_servers_fault(amina: Phone, path: str) -> None:
    response = amina.get(path)
    if response.status_code != 200:
        assert error(response)[0] in (400, 404)


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/api/sync"), ("DELETE", "/api/records"), ("PATCH", "/api/session")]
)
def test_a_wrong_method_is_told_in_the_one_shape(amina: Phone, method: str, path: str) -> None:
    assert error(amina.client.ask(method, path, headers=amina.headers)) == (405, "wrong_method")


@pytest.mark.parametrize("name", ["username", "password", "label"])
@pytest.mark.parametrize("text", ["a\0", "\ud800", "x" * 5000, 7])
def test_a_name_that_cannot_be_stored_is_refused(amina: Phone, name: str, text: Any) -> None:
    body = {"username": "amina", "password": "x", "replica": amina.replica, "label": "", name: text}
    response = amina.post_raw("/api/session", json.dumps(body).encode(), {"Content-Type": "application/json"})
    assert error(response) == (400, "malformed")


def test_every_read_needs_a_token(amina: Phone) -> None:
    for path in (
        "/api/records",
        f"/api/records/{new_id()}",
        "/api/sync/log?scope=north",
        "/api/forms",
        "/api/quarantine",
    ):
        for headers in ({}, {"Authorization": "Basic x"}, {"Authorization": "Bearer made-up"}):
            assert error(amina.client.get(path, headers=headers)) == (401, "signed_out")
