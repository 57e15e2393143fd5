from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from app.database import Database
from app.models import Replica
from tests.app.phones import AT, FEEL, FORM, GROUPS, PLACE, SAFE, Phone, new_id, outcome


def test_what_amina_writes_reaches_otieno_in_one_request(amina: Phone, otieno: Phone) -> None:
    record = amina.begins({PLACE: "Kanyabayonga"})
    answer = otieno.sync(otieno.edit(new_id(), {PLACE: "Kayna"}))
    assert outcome(answer) == [("applied", None)]
    assert otieno.shows(record, PLACE) == ["Kanyabayonga"]
    assert otieno.agrees()


def test_a_lost_answer_is_repaired_by_sending_the_request_again(amina: Phone) -> None:
    edit = amina.edit(new_id(), {PLACE: "Kayna"})
    assert outcome(amina.push(edit)) == [("applied", None)]
    again = amina.push(edit)
    assert (outcome(again), again["ack"]) == ([("duplicate", None)], 1)


def test_another_save_under_a_number_is_a_fork_and_what_follows_is_left_unread(amina: Phone) -> None:
    first, second = amina.edit(new_id(), {PLACE: "a"}), amina.edit(new_id(), {PLACE: "b"})
    amina.push(first)
    answer = amina.push({**first, "set": {PLACE: "other"}}, second)
    assert (outcome(answer), answer["ack"]) == ([("fork", None)], 1)
    assert amina.get(f"/api/records/{second['record']}").status_code == 404


def test_numbers_that_are_left_out_are_a_gap_and_what_stands_before_it_is_kept(amina: Phone) -> None:
    first, far = amina.edit(new_id(), {PLACE: "a"}), amina.edit(new_id(), {PLACE: "b"}, n=4)
    answer = amina.push(first, far)
    assert (outcome(answer), answer["ack"]) == ([("applied", None), ("gap", None)], 1)


def test_two_answers_to_one_question_are_kept_until_a_lead_settles_it(
    amina: Phone, otieno: Phone, wanjiru: Phone
) -> None:
    record = amina.begins({PLACE: "Kanya"})
    otieno.sync()
    amina.writes(record, {PLACE: "Kanyabayonga"})
    edit = otieno.edit(record, {PLACE: "Kayna", SAFE: "yes"}, seen={amina.replica: 1}, at="2026-11-24T09:00:00.000Z")
    otieno.push(edit)
    shown = wanjiru.reads(record)
    assert [(each["unit"], each["kind"]) for each in shown["conflicts"]] == [(PLACE, "value")]
    assert [head["value"] for head in shown["conflicts"][0]["heads"]] == ["Kayna", "Kanyabayonga"]
    assert (shown["values"][PLACE], shown["values"][SAFE]) == ("Kayna", "yes")
    assert len(wanjiru.get("/api/records", conflicts="true").json()["records"]) == 1
    wanjiru.sync()
    wanjiru.writes(record, {PLACE: "Kayna town"})
    assert wanjiru.reads(record)["conflicts"] == []
    assert wanjiru.get("/api/records", conflicts="true").json()["records"] == []


def test_choices_merge_three_ways_and_are_listed_as_merged(amina: Phone, otieno: Phone) -> None:
    record = amina.begins({GROUPS: "idp rural"})
    otieno.sync()
    amina.push(amina.edit(record, {GROUPS: "rural"}, was={GROUPS: "idp rural"}))
    otieno.push(otieno.edit(record, {GROUPS: "idp rural leader"}, was={GROUPS: "idp rural"}))
    shown = amina.reads(record)
    assert shown["values"][GROUPS] == "rural leader"
    assert [each["kind"] for each in shown["conflicts"]] == ["merged"]
    assert amina.get("/api/records", conflicts="true").json()["records"] == []


def test_a_save_waits_for_what_it_had_seen_and_goes_on_by_itself(amina: Phone, otieno: Phone, wanjiru: Phone) -> None:
    record = amina.begins({PLACE: "zero"})
    cause = amina.edit(record, {PLACE: "first"})
    waiting = otieno.edit(record, {PLACE: "second"}, seen={amina.replica: cause["n"]})
    follower = otieno.edit(record, {SAFE: "no"}, seen={amina.replica: cause["n"], otieno.replica: waiting["n"]})
    answer = otieno.push(waiting, follower)
    assert (outcome(answer), answer["ack"]) == ([("held", "cause_missing")] * 2, 2)
    assert wanjiru.sync()["scopes"]["north"]["records"][0]["held"] == 2
    assert wanjiru.reads(record)["values"] == {PLACE: "zero"}
    assert len(wanjiru.log()) == 1
    amina.push(cause)
    shown = wanjiru.reads(record)
    assert (shown["values"], shown["held"]) == ({PLACE: "second", SAFE: "no"}, 0)
    assert [edit["n"] for edit in wanjiru.log()] == [1, 2, 1, 2]
    told = otieno.push(pending={"1": "cause_missing", "2": "cause_missing", "9": "cause_missing", "x": "behind"})
    assert [(each["n"], each["is"]) for each in told["verdicts"]] == [(1, "applied"), (2, "applied")]
    wanjiru.sync()
    assert wanjiru.agrees()


def test_a_record_of_which_only_a_held_save_is_here_shows_nothing(amina: Phone, otieno: Phone) -> None:
    record = new_id()
    cause = amina.edit(record, {PLACE: "1"})
    otieno.push(otieno.edit(record, {SAFE: "no"}, seen={amina.replica: cause["n"]}))
    assert amina.get(f"/api/records/{record}").status_code == 404
    entry = next(each for each in amina.sync()["scopes"]["north"]["records"] if each["id"] == record)
    assert (entry["have"], entry["edits"], entry["held"], entry["first"]) == ({}, [], 1, None)
    assert amina.agrees()
    amina.push(cause)
    assert amina.reads(record)["values"] == {PLACE: "1", SAFE: "no"}


def test_the_same_request_six_times_at_once_is_applied_once(amina: Phone, wanjiru: Phone) -> None:
    edit = amina.edit(new_id(), {PLACE: "at once"})
    with ThreadPoolExecutor(6) as pool:
        answers = [each.json() for each in pool.map(lambda _: amina.send(edit), range(6))]
    assert sorted(answer["verdicts"][0]["is"] for answer in answers) == ["applied", *["duplicate"] * 5]
    assert len(wanjiru.log()) == 1


def test_writers_at_once_are_all_applied_and_a_reader_misses_nothing(
    phone: Callable[..., Phone], otieno: Phone
) -> None:
    writers, record = [phone(name) for name in ("amina", "otieno", "wanjiru", "nadia")], new_id()

    def write(writer: Phone) -> list[tuple[str, str | None]]:
        edits = (writer.edit(record, {PLACE: writer.user}, seen={}), writer.edit(new_id(), {PLACE: "own"}))
        return outcome(writer.push(*edits)) + outcome(writer.push(writer.edit(new_id(), {PLACE: "more"})))

    with ThreadPoolExecutor(5) as pool:
        jobs = [pool.submit(write, writer) for writer in writers]
        while not all(job.done() for job in jobs):
            otieno.sync()
    assert [job.result() for job in jobs] == [[("applied", None)] * 3] * 4
    otieno.sync()
    assert sorted(map(str, otieno.shows(record, PLACE))) == ["amina", "nadia", "otieno", "wanjiru"]
    assert otieno.agrees()


def test_a_field_that_nobody_knows_is_kept_and_part_of_the_edit(amina: Phone, wanjiru: Phone) -> None:
    edit = amina.edit(new_id(), {PLACE: "x"}, later={"a": ["b"]}, author="wanjiru", received_at="1999")
    amina.push(edit)
    assert outcome(amina.push({**edit, "later": {"a": ["c"]}})) == [("fork", None)]
    assert outcome(amina.push({**edit, "author": "otieno"})) == [("duplicate", None)]
    (logged,) = wanjiru.log()
    assert (logged["later"], logged["author"]) == ({"a": ["b"]}, "amina")
    assert (logged["device"], logged["at"]) == (amina.session["device"], AT)


def test_only_a_server_says_that_an_edit_was_released(amina: Phone) -> None:
    forged = {"replica": amina.replica, "n": 1, "author": "wanjiru", "at": AT}
    assert amina.writes(new_id(), {PLACE: "x"}, released=forged)["code"] == "malformed"


def test_numbers_that_were_lost_are_passed_and_taken_if_they_turn_up(amina: Phone) -> None:
    amina.begins({PLACE: "1"})
    far = amina.edit(new_id(), {PLACE: "5"}, n=5)
    assert amina.push(lost=[[8, 9]])["ack"] == 1
    answer = amina.push(far, lost=[[2, 4], [2, 3]])
    assert (outcome(answer), answer["ack"]) == ([("applied", None)], 5)
    amina.n = 5
    assert amina.push(amina.edit(new_id(), {PLACE: "6"}), amina.edit(new_id(), {PLACE: "7"}))["ack"] == 9
    found = amina.edit(new_id(), {PLACE: "3"}, n=3)
    assert outcome(amina.push(found)) == [("applied", None)]
    assert outcome(amina.push({**found, "set": {PLACE: "other"}})) == [("fork", None)]


def test_what_a_phone_still_has_to_send_is_noted(amina: Phone, mission_url: str) -> None:
    amina.push(waiting=7)
    database = Database(mission_url)
    with database.read() as session:
        assert session.get_one(Replica, amina.replica).waiting == 7
    database.dispose()


def test_what_another_server_has_in_quarantine_stays_there(amina: Phone, wanjiru: Phone) -> None:
    record = new_id()
    edit = amina.edit(record, {PLACE: "x"})
    follower = amina.edit(record, {FEEL: "safer"}, seen={amina.replica: 1})
    answer = amina.push(edit, follower, pending={"1": "not_allowed"})
    assert outcome(answer) == [("quarantined", "not_allowed"), ("quarantined", "behind")]
    assert wanjiru.get(f"/api/records/{record}").status_code == 404
    told = amina.push(pending={"1": "cause_missing", "2": "behind"})
    assert [(each["n"], each["code"]) for each in told["verdicts"]] == [(1, "not_allowed")]


def test_forms_and_lists_that_the_phone_has_are_not_named_again(amina: Phone) -> None:
    answer = amina.push()
    assert FORM in {each["id"] for each in answer["forms"]}
    forms = {each["id"]: each["version"] for each in answer["forms"]}
    lists = {each["name"]: each["digest"] for each in answer["lists"]}
    again = amina.push(forms=forms, lists=lists)
    assert (again["forms"], again["lists"], again["safe"], again["orders"]) == ([], [], again["ack"], [])
