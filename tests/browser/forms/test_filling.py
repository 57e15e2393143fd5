"""Amina fills forms on her phone."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.forms.conftest import Bench

ANSWERED = {"consent/consent_brief": "yes", "consent/consent_rec": "yes", "consent/risk": "none"}
ISSUE = "4f0c2d1a-5b6c-4d7e-8f90-a1b2c3d4e5f6"
OTHER = "5f0c2d1a-5b6c-4d7e-8f90-a1b2c3d4e5f6"


def meeting() -> dict[str, str]:
    """A consultation with two issues."""
    entries = {
        f"issue[{ISSUE}]/_rid": ISSUE,
        f"issue[{ISSUE}]/@order": "V",
        f"issue[{ISSUE}]/issue_text": "The well is dry",
        f"issue[{OTHER}]/_rid": OTHER,
        f"issue[{OTHER}]/@order": "W",
        f"issue[{OTHER}]/issue_text": "No light at night",
    }
    counted = {"people/n_total": "0", "people/pct_f": "0"}
    return {"meeting/loc_name": "Sake", **ANSWERED, **counted, **entries}


def who_came(bench: Bench) -> None:
    """Answer the pages on the meeting and its participants."""
    page = bench.page
    bench.type("meeting/ev_date", "2026-11-20")
    page.get_by_label("Region").select_option("XX01")
    page.get_by_label("District").select_option("XX0101")
    bench.type("meeting/loc_name", "Kanyabayonga")
    bench.press("Take position")
    page.get_by_text("within 39 km").wait_for()
    page.get_by_label("Public assembly").check()
    page.get_by_label("Women and men together").check()
    bench.press("Next")
    for name, count in {"n_f": "12", "n_m": "8", "n_yf": "4", "n_ym": "٣"}.items():
        bench.type(f"people/{name}", count)
    for label in ("Farmers", "Herders", "Local authority"):
        page.get_by_label(label).check()
    bench.press("Next")


def what_was_said(bench: Bench) -> None:
    """Answer the pages from consent to commitments: one issue, and one promise that answers it."""
    for unit in ANSWERED:
        bench.question(unit).get_by_role("radio").first.check()
    bench.press("Next")
    bench.press("+ Add: Issues raised")
    for name in ("fb_type", "theme", "sens", "urgency", "answer"):
        bench.question(f"issue[*]/{name}").get_by_role("radio").first.check()
    bench.type("issue[*]/issue_text", "The well is dry")
    bench.press("Next")
    bench.press("+ Add: Commitments made to the community")
    bench.type("commitment[*]/com_text", "Ask the water office")
    bench.page.get_by_label("Which issue does this answer?").select_option(label="The well is dry")
    for name in ("com_owner", "com_back"):
        bench.question(f"commitment[*]/{name}").get_by_role("radio").first.check()
    bench.type("commitment[*]/com_due", "2026-12-01")
    bench.press("Next")


def test_amina_fills_the_community_consultation_from_the_first_page_to_the_last(bench: Bench) -> None:
    bench.open("community_consultation")
    who_came(bench)
    what_was_said(bench)
    bench.press("Next")
    bench.question("prev_back").get_by_role("radio").first.check()
    bench.press("Finish")
    assert bench.page.evaluate("bench.finished") == 1
    sent = bench.changes()["set"]
    assert sent["meeting/geo"] == "-1.75 29.25 0 39358"
    assert sent["people/n_ym"] == "3"
    assert sent["people/groups"] == "herder farmer"
    link = next(value for unit, value in sent.items() if unit.endswith("/com_issue"))
    assert sent[f"issue[{link}]/issue_text"] == "The well is dry"


def test_a_number_that_is_half_typed_stays_as_it_was_typed(bench: Bench) -> None:
    bench.open("features")
    bench.press("Next")
    bench.type("kinds/whole", "1o")
    field = bench.question("kinds/whole").get_by_role("textbox")
    assert field.input_value() == "1o"
    assert bench.question("kinds/whole").get_by_text("whole number").is_visible()
    assert "kinds/whole" not in bench.values()
    bench.press("Back")
    bench.press("Next")
    assert field.input_value() == "1o"
    bench.type("kinds/whole", "10")
    assert bench.values()["kinds/whole"] == "10"
    bench.type("kinds/part", "1,5")
    assert bench.values()["kinds/part"] == "1.5"


def test_finish_lists_what_is_missing_and_leads_to_it_even_inside_an_entry(bench: Bench) -> None:
    bench.open("community_consultation", values=meeting())
    for _ in range(6):
        bench.press("Next")
    bench.press("Finish")
    summary = bench.page.get_by_role("alert")
    assert "need your attention" in summary.inner_text()
    assert bench.page.evaluate("bench.finished") == 0
    summary.get_by_role("button", name="Issues raised 2 · Urgency").click()
    assert bench.focused() == f"answer:issue[{OTHER}]/urgency"
    before = int(re.findall(r"(\d+) answers need", summary.inner_text())[0])
    bench.question(f"issue[{OTHER}]/urgency").get_by_role("radio").first.check()
    assert f"{before - 1} answers need" in summary.inner_text()


def test_an_entry_that_was_removed_comes_back_and_one_can_be_moved(bench: Bench) -> None:
    bench.open("community_consultation", values=meeting())
    before = bench.values()
    for _ in range(3):
        bench.press("Next")
    entries = bench.page.locator("[data-entry]")
    bench.press("Remove: Entry 1")
    assert entries.count() == 1
    assert bench.changes()["set"][f"issue[{ISSUE}]/@deleted"] == "true"
    bench.press("Undo")
    entries.nth(1).wait_for()
    assert bench.values() == before
    bench.press("Move up: Entry 2")
    assert "No light at night" in entries.first.inner_text()
    assert set(bench.changes()["set"]) == {f"issue[{OTHER}]/@order", "end"}


def test_a_draft_comes_back_with_what_is_hidden(bench: Bench) -> None:
    bench.open("community_consultation", draft=meeting())
    bench.press("Next")
    bench.press("Next")
    bench.page.get_by_label("No", exact=True).first.check()
    draft = bench.values()
    assert draft[f"issue[{ISSUE}]/issue_text"] == "The well is dry"
    bench.open("community_consultation", draft=draft)
    bench.press("Next")
    bench.press("Next")
    bench.page.get_by_label("Yes", exact=True).first.check()
    bench.press("Next")
    assert "The well is dry" in bench.page.locator("[data-entry]").first.inner_text()


def test_a_form_in_arabic_runs_from_right_to_left(bench: Bench) -> None:
    bench.open("community_consultation")
    bench.page.get_by_label("Language of the form").select_option("ar")
    heading = bench.page.get_by_role("heading", name="الاجتماع")
    assert heading.get_attribute("dir") == "rtl"
    assert heading.get_attribute("lang") == "ar"
    box = bench.question("meeting/channel").get_by_role("radio").first.bounding_box()
    assert box is not None
    assert box["x"] > 390 / 2


def test_the_keyboard_alone_is_enough(bench: Bench) -> None:
    bench.open("features")
    page = bench.page
    bench.question("name").get_by_role("textbox").focus()
    page.keyboard.type("Sake")
    for _ in range(2):
        page.keyboard.press("Tab")
    page.get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "Kinds"
    bench.question("kinds/fruits").get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    bench.question("kinds/best").get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    assert bench.values()["kinds/best"] == "mango"
    bench.question("kinds/trust").get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    assert bench.values()["kinds/trust"] == "1"


def test_native_dates_and_times_an_order_and_a_box_to_tick(bench: Bench) -> None:
    bench.open("features", values={"kinds/picture": "ab12.jpg"})
    bench.press("Next")
    bench.type("kinds/day", "2026-02-03")
    bench.type("kinds/hour", "13:45")
    bench.type("kinds/moment", "2026-02-03T13:45")
    bench.press("Start with this order")
    bench.press("Move up: Papaya")
    bench.page.get_by_label("I have read this").check()
    values = bench.values()
    assert values["kinds/day"] == "2026-02-03"
    assert values["kinds/hour"].startswith("13:45:00.000")
    assert values["kinds/order"] == "mango papaya banana"
    assert values["kinds/agreed"] == "OK"
    assert bench.question("kinds/picture").get_by_text("cannot be asked").is_visible()
    bench.open("features", values=values)
    bench.press("Next")
    assert bench.question("kinds/hour").locator("input").input_value() == "13:45"
    assert bench.question("kinds/moment").locator("input").input_value() == "2026-02-03T13:45"
    assert bench.values() == values


def test_a_label_is_never_markup(bench: Bench) -> None:
    bench.open("features", values={"name": "<img src=x onerror=alert(1)>"})
    note = bench.question("hello")
    assert "<img src=x" in note.inner_text()
    assert note.locator("img").count() == 0
    assert note.get_by_role("link", name="the site").get_attribute("href") == "https://example.org"


@pytest.mark.parametrize("form", ["community_consultation", "features"])
def test_every_page_can_be_used_by_everybody(bench: Bench, form: str) -> None:
    bench.page.set_viewport_size({"width": 320, "height": 640})
    bench.open(form, values={**meeting(), "more": "yes", "rounds": "1"})
    while True:
        width = bench.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320
        found = Axe().run(bench.page, options={"rules": {"document-title": {"enabled": False}}})
        assert found.violations_count == 0, found.generate_report()
        small = bench.page.evaluate(
            "[...document.querySelectorAll('button, select, label.choice')]"
            ".filter((e) => e.getBoundingClientRect().height < 44).map((e) => e.outerHTML)"
        )
        assert small == []
        if not bench.page.get_by_role("button", name="Next", exact=True).is_visible():
            break
        bench.press("Next")


def test_what_is_still_being_typed_is_kept_when_the_phone_is_put_away(bench: Bench) -> None:
    bench.open("features")
    field = bench.question("story").locator("textarea")
    field.press_sequentially("Half a sen")
    hide = (
        "Object.defineProperty(document, 'visibilityState', { value: 'hidden' });"
        "document.addEventListener('visibilitychange', () => (window.kept = bench.values().story));"
        "document.dispatchEvent(new Event('visibilitychange'));"
    )
    bench.page.evaluate(hide)
    assert bench.page.evaluate("window.kept") == "Half a sen"
    assert field.input_value() == "Half a sen"


def test_a_stored_answer_that_this_phone_does_not_offer_is_shown_and_kept(bench: Bench) -> None:
    bench.open("community_consultation", values={"meeting/adm1": "YY77"})
    assert "YY77" in bench.question("meeting/adm1").inner_text()
    bench.type("meeting/loc_name", "Sake")
    assert "meeting/adm1" not in bench.changes()["set"]
    bench.page.get_by_label("Region").select_option("XX01")
    assert "YY77" not in bench.question("meeting/adm1").inner_text()


def test_a_list_that_has_not_come_yet_is_named(bench: Bench) -> None:
    bench.page.evaluate("bench.lacking = true")
    bench.open("community_consultation")
    assert "places.csv" in bench.page.get_by_role("note").inner_text()
