from __future__ import annotations

from collections.abc import Callable

import pytest

from app.database import Database
from app.errors import TooMany
from app.models import Device, Grant, Session, User
from app.services import moments
from app.services.passwords import Passwords
from tests.app.ask import Asker
from tests.app.phones import PLACE, Phone, new_id, new_replica


def test_a_session_says_who_one_is_and_what_is_granted(wanjiru: Phone, admin: Phone) -> None:
    user = wanjiru.session["user"]
    assert (user["name"], user["role"], user["regions"]) == ("wanjiru", "lead", ["north"])
    assert user["grants"] == [{"region": "north", "role": "lead", "focal": False, "until": None}]
    assert admin.session["user"]["regions"] == ["east", "north", "south"]
    assert wanjiru.session["ticket"] != wanjiru.session["token"]
    assert wanjiru.session["seal"] == admin.session["seal"]


def test_a_wrong_password_and_a_name_that_nobody_has_are_answered_alike(client: Asker) -> None:
    wrong = Phone(client, "amina").sign_in(password="wrong")
    nobody = Phone(client, "nobody").sign_in()
    assert (wrong.status_code, wrong.json()["error"]) == (401, "signed_out")
    assert (nobody.status_code, nobody.json()) == (401, wrong.json())


@pytest.mark.parametrize("replica", ["9f", "A" * 32, 7, None])
def test_a_replica_is_thirty_two_small_hex_digits(client: Asker, replica: object) -> None:
    response = Phone(client, "amina").sign_in(replica=replica)
    assert (response.status_code, response.json()["error"]) == (400, "malformed")


def test_signing_out_ends_this_session_and_no_other(amina: Phone) -> None:
    other = Phone(amina.client, "amina", replica=amina.replica)
    other.sign_in()
    assert amina.client.ask("DELETE", "/api/session", headers=amina.headers).status_code == 204
    assert amina.send().json()["error"] == "signed_out"
    assert other.send().status_code == 200


def test_a_replica_belongs_to_who_first_used_it(amina: Phone, otieno: Phone) -> None:
    response = Phone(amina.client, "otieno").sign_in(replica=amina.replica)
    assert (response.status_code, response.json()["error"]) == (409, "replica_taken")
    response = otieno.post("/api/session", json={"replica": amina.replica})
    assert (response.status_code, response.json()["error"]) == (409, "replica_taken")


def test_a_token_gives_a_new_replica_on_the_same_device_without_the_password(amina: Phone) -> None:
    fresh = Phone(amina.client, "amina")
    response = amina.post("/api/session", json={"replica": fresh.replica})
    fresh.token = response.json()["token"]
    assert response.json()["device"] == amina.session["device"]
    assert fresh.writes(new_id(), {PLACE: "re-keyed"})["is"] == "applied"
    assert amina.send().status_code == 200


def test_nobody_signs_in_without_a_password_or_a_token(client: Asker) -> None:
    body = {"replica": new_replica()}
    assert client.post("/api/session", json=body).json()["error"] == "signed_out"
    headers = {"Authorization": "Bearer made-up"}
    assert client.post("/api/session", json=body, headers=headers).json()["error"] == "signed_out"


def test_a_revoked_device_is_told_so(amina: Phone, mission_url: str) -> None:
    change(mission_url, Device, amina.session["device"], revoked_at=moments.now())
    assert (amina.send().status_code, amina.send().json()["error"]) == (403, "device_revoked")
    assert amina.sign_in().json()["error"] == "device_revoked"


def test_a_disabled_person_is_signed_out_at_once(amina: Phone, mission_url: str) -> None:
    change(mission_url, User, "amina", disabled_at=moments.now())
    assert amina.send().json()["error"] == "signed_out"
    assert amina.sign_in().json()["error"] == "signed_out"


def test_a_session_ends_by_itself(amina: Phone, mission_url: str) -> None:
    from app.services.sessions import hashed

    change(mission_url, Session, hashed(amina.token), expires_at=moments.later(days=-1))
    assert amina.send().json()["error"] == "signed_out"


def test_a_grant_that_ended_grants_nothing_and_the_phone_is_told_to_drop_the_region(
    phone: Callable[..., Phone], mission_url: str
) -> None:
    amina = phone("amina")
    change(mission_url, Grant, ("amina", "north"), until=moments.later(days=-1))
    answer = amina.push(amina.edit(new_id(), {PLACE: "late"}))
    assert (answer["scopes"], answer["verdicts"][0]["code"]) == ({}, "not_your_region")


def test_a_grant_on_a_region_covers_the_regions_below_it(phone: Callable[..., Phone], mission_url: str) -> None:
    from app.services import regions

    database = Database(mission_url)
    database.do(lambda session: regions.add(session, "north-1", parent="north"))
    database.dispose()
    assert phone("amina").session["user"]["regions"] == ["north", "north-1"]
    assert set(phone("wanjiru").push()["scopes"]) == {"north", "north-1"}


def test_after_a_few_wrong_passwords_each_further_one_costs_a_wait() -> None:
    passwords = Passwords("light")
    kept = passwords.hash("right")
    for _ in range(5):
        assert not passwords.check("amina", kept, "wrong")
    with pytest.raises(TooMany):
        passwords.check("amina", kept, "right")
    assert passwords.check("otieno", kept, "right")


def test_a_password_is_kept_as_argon2id_and_nothing_else_passes() -> None:
    passwords = Passwords("light")
    assert passwords.hash("secret").startswith("$argon2id$")
    assert not passwords.check("amina", "no hash at all", "secret")
    assert not passwords.check("amina", None, "secret")


def change(url: str, table: type[object], key: object, **values: object) -> None:
    """Set what an administrator's page would."""
    database = Database(url)

    def work(session: object) -> None:
        row = session.get_one(table, key)  # type: ignore[attr-defined]
        for name, value in values.items():
            setattr(row, name, value)

    database.do(work)
    database.dispose()
