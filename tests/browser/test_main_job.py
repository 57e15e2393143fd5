"""The main job, from the first sign-in to the export: offline, on two phones and a desk, on both databases."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.machine import Browser, Server
from tests.browser.people import CONSENT, MEETING, PATIENCE, PATROL, PEOPLE, PROMISE, WELL, Person

Opens = Callable[[str], Browser]
PLACE = "meeting/loc_name"


def record_consultation(person: Person) -> None:
    """A meeting with two issues, one of which a commitment answers."""
    person.begins()
    person.answers(MEETING)
    person.turns("Participants")
    person.answers(PEOPLE)
    person.turns("Consent and safety")
    person.answers(CONSENT)
    person.turns("Issues raised")
    person.entry("issue", WELL)
    person.entry("issue", PATROL)
    person.turns("Commitments made to the community")
    person.entry("commitment", PROMISE)
    person.turns_to_the_end()
    person.answers({"prev_back": "na"})
    person.finishes()


def edit(person: Person, title: str, answers: dict[str, str]) -> None:
    """Open a record and change answers on the first two pages."""
    person.reads(title)
    person.edits()
    person.answers({unit: value for unit, value in answers.items() if unit.startswith("meeting/")})
    person.turns("Participants")
    person.answers({unit: value for unit, value in answers.items() if unit.startswith("people/")})


def exported(person: Person) -> dict[str, list[dict[str, str]]]:
    """The tables of the community consultations, as the desk downloads them."""
    person.go("Export")
    person.page.get_by_label("Form").select_option(label="Community consultation")
    with person.page.expect_download(timeout=PATIENCE) as waiting:
        person.press("Download CSV")
    with zipfile.ZipFile(waiting.value.path()) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in archive.namelist()
        }


def test_two_phones_and_a_desk_go_through_the_main_job(server: Server, phone: Opens, desk: Opens) -> None:
    amina, otieno = Person("amina", phone("amina")), Person("otieno", phone("otieno"))
    wanjiru = Person("wanjiru", desk("wanjiru"))
    for person in (amina, otieno, wanjiru):
        person.sign_in()
    at_office = amina.office_count()

    server.stop()
    amina.browser.reopen()
    record_consultation(amina)
    amina.counts(1, at_office)
    expect(amina.row("Kanyabayonga")).to_contain_text("On this phone")
    amina.browser.reopen()
    amina.counts(1, at_office)

    server.start()
    for person in (amina, otieno, wanjiru):
        person.sync()
    amina.counts(0, at_office + 1)
    otieno.go("Today")
    expect(otieno.row("Kanyabayonga")).to_contain_text("At the office")

    server.stop()
    for person in (amina, otieno):
        person.browser.reopen()
    edit(amina, "Kanyabayonga", {PLACE: "Kanyabayonga centre", "people/n_f": "20"})
    amina.finishes()
    edit(otieno, "Kanyabayonga", {PLACE: "Kanyabayonga camp", "people/n_m": "15"})
    otieno.turns("Consent and safety")
    otieno.turns("Issues raised")
    otieno.entry("issue", {**PATROL, "theme": "youth", "issue_text": "Young people want a place to meet"})
    otieno.finishes()

    server.start()
    for person in (otieno, amina, otieno, wanjiru):
        person.sync()

    see_the_conflict_and_settle_it(amina, otieno, wanjiru)
    approve_after_a_question(server, amina, wanjiru)
    check_the_export(exported(wanjiru))


def see_the_conflict_and_settle_it(amina: Person, otieno: Person, wanjiru: Person) -> None:
    """All three see both answers with who gave them; the head of office decides; all three come to the same."""
    for person in (amina, otieno, wanjiru):
        person.go("Today")
        person.page.locator(".row", has_text="Two answers differ").filter(has_text="Kanyabayonga").click()
        card = person.page.locator("section.conflict", has_text="Village, town or site")
        for text in ("Kanyabayonga centre", "Kanyabayonga camp"):
            expect(card.get_by_text(text, exact=True)).to_be_visible()
        for name in {"amina", "otieno"} - {person.name}:
            expect(card).to_contain_text(name)
    wanjiru.settles("Kanyabayonga camp")
    for person in (wanjiru, amina, otieno):
        person.sync()
    for person in (amina, otieno, wanjiru):
        person.reads("Kanyabayonga camp")
        expect(person.page.locator("section.conflict")).to_have_count(0)
        shown = person.page.locator("main")
        for text in ("20", "15", "The well by the market is dry", "Young people want a place to meet"):
            expect(shown.get_by_text(text, exact=True).first).to_be_visible()
        expect(shown.locator("div", has=person.page.get_by_text("Which issue does this answer?")).last).to_contain_text(
            "The well by the market is dry"
        )


def approve_after_a_question(server: Server, amina: Person, wanjiru: Person) -> None:
    """The desk asks, the officer reads the question offline and answers it, the desk approves."""
    wanjiru.press("Return with a question")
    wanjiru.page.get_by_label("Your question").fill("Which women were there?")
    wanjiru.press("Return it")
    wanjiru.sync()
    amina.sync()
    server.stop()
    amina.browser.reopen()
    expect(amina.row("Kanyabayonga camp")).to_contain_text("Which women were there?")
    edit(amina, "Kanyabayonga camp", {"people/groups": "worg"})
    amina.finishes()
    server.start()
    amina.sync()
    wanjiru.sync()
    wanjiru.reads("Kanyabayonga camp")
    wanjiru.sees("Answered after it was returned")
    wanjiru.press("Approve for use")
    wanjiru.sees("Approved for use")
    wanjiru.sync()
    amina.sync()
    amina.go("Today")
    expect(amina.row("Kanyabayonga camp")).to_contain_text("Approved")


def check_the_export(tables: dict[str, list[dict[str, str]]]) -> None:
    """The settled value, both phones' own changes and every child row are in the tables."""
    row = next(row for row in tables["baraza_community_consultation.csv"] if row[PLACE] == "Kanyabayonga camp")
    assert (row["people/n_f"], row["people/n_m"], row["_conflicts"], row["_review"]) == ("20", "15", "0", "approved")
    assert (row["_author"], row["_scope"]) == ("amina", "north")
    assert set(row["people/groups"].split()) == {"host", "idp", "worg"}
    issues = {child["_rid"]: child for child in tables["issue.csv"] if child["_record"] == row["_id"]}
    texts = {child[column] for child in issues.values() for column in child if re.search(r"issue_text$", column)}
    assert texts == {WELL["issue_text"], PATROL["issue_text"], "Young people want a place to meet"}
    promises = [child for child in tables["commitment.csv"] if child["_record"] == row["_id"]]
    assert [promise["commitment[]/com_text"] for promise in promises] == [PROMISE["com_text"]]
    answered = issues[promises[0]["commitment[]/com_issue"]]
    assert answered["issue[]/issue_text"] == WELL["issue_text"]
