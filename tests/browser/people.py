"""People at work: what a test says of them reads as what they do, and each step is seen to have happened."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.machine import Browser

PASSWORD = "baraza-demo"
PATIENCE = 20_000
CONSULTATION = "Community consultation"

MEETING = {
    "meeting/ev_date": "2026-11-20",
    "meeting/adm1": "XX01",
    "meeting/adm2": "XX0101",
    "meeting/loc_name": "Kanyabayonga",
    "meeting/channel": "baraza",
    "meeting/session_type": "mixed",
}
PEOPLE = {
    "people/n_f": "18",
    "people/n_m": "12",
    "people/n_yf": "5",
    "people/n_ym": "4",
    "people/groups": "host idp",
    "people/actors": "none",
}
CONSENT = {"consent/consent_brief": "yes", "consent/consent_rec": "yes", "consent/risk": "low"}
WELL = {
    "fb_type": "request",
    "theme": "land",
    "sens": "no",
    "issue_text": "The well by the market is dry",
    "urgency": "action",
    "answer": "commit",
}
PATROL = {
    "fb_type": "report",
    "theme": "security",
    "sens": "no",
    "issue_text": "No patrol comes at night",
    "urgency": "now",
    "answer": "pending",
}
PROMISE = {
    "com_text": "Ask the water office to repair the well",
    "com_issue": WELL["issue_text"],
    "com_owner": "civil",
    "com_due": "2026-12-20",
    "com_back": "meeting",
}


@dataclass
class Person:
    """Somebody with a browser, who has signed in or is about to."""

    name: str
    browser: Browser

    @property
    def page(self) -> Page:
        """What they look at."""
        return self.browser.page

    def sign_in(self) -> None:
        """Sign in for the first time, and wait until the forms and records are here."""
        self.page.get_by_label("Sign-in name").fill(self.name)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in")
        expect(self.page.get_by_role("heading", name="Today")).to_be_visible(timeout=PATIENCE)
        self.is_told("Last synced")

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def go(self, where: str) -> None:
        """Go to one of the pages in the menu; a form on a phone is left first, with its draft."""
        leave = self.page.get_by_role("button", name="Leave, keep the draft")
        if leave.is_visible():
            leave.click()
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name=where).click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(HEADINGS.get(where, where))

    def sync(self) -> None:
        """Sync by hand, and wait until it is done."""
        self.press("Sync")
        expect(self.page.locator(".topbar [role=status]")).to_contain_text(DONE, timeout=PATIENCE)

    def sees(self, text: str) -> None:
        """Find a text somewhere on the page."""
        expect(self.page.get_by_text(text).first).to_be_visible(timeout=PATIENCE)

    def is_told(self, text: str) -> None:
        """Read something in the bar at the top."""
        expect(self.page.locator(".topbar")).to_contain_text(text, timeout=PATIENCE)

    def counts(self, phone: int, office: int) -> None:
        """Read where the records are."""
        expect(self.page.locator("[data-counts]")).to_have_text(
            f"{phone} on this phone, {office} at the office", timeout=PATIENCE
        )

    def office_count(self) -> int:
        """How many records the phone says are at the office."""
        found = re.search(r"(\d+) at the office", self.page.locator("[data-counts]").inner_text())
        assert found, "the page says how many records are where"
        return int(found[1])

    def row(self, title: str) -> Locator:
        """A record in the list."""
        return self.page.locator(".row", has_text=title)

    def reads(self, title: str) -> None:
        """Open a record from today's list."""
        self.go("Today")
        self.row(title).first.click()
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)

    def begins(self, form: str = CONSULTATION) -> None:
        """Begin a new record."""
        self.go("New")
        self.page.locator(".row", has_text=form).click()
        expect(self.page.locator("[data-unit]").first).to_be_visible(timeout=PATIENCE)

    def edits(self) -> None:
        """Open the record that is being read in its form."""
        self.press("Edit")
        expect(self.page.locator("[data-unit]").first).to_be_visible(timeout=PATIENCE)

    def answers(self, answers: Mapping[str, str], within: Locator | None = None) -> None:
        """Answer questions by their unit, or by its last name within an entry."""
        for unit, value in answers.items():
            wanted = f'[data-unit$="]/{unit}"]' if within else f'[data-unit="{unit}"]'
            answer((within or self.page.locator("main")).locator(wanted), value)

    def entry(self, repeat: str, answers: Mapping[str, str]) -> None:
        """Add an entry to a repeat and fill it in."""
        section = self.page.locator(f'[data-repeat="{repeat}"]')
        section.get_by_role("button", name=re.compile("Add")).click()
        opened = section.locator("[data-entry]").filter(
            has=self.page.get_by_role("button", name="Done with this entry")
        )
        self.answers(answers, within=opened)
        self.press("Done with this entry")

    def turns(self, title: str) -> None:
        """Go on to the form's next page."""
        self.press("Next")
        expect(self.page.locator("main h2").first).to_have_text(title)

    def turns_to_the_end(self) -> None:
        """Go to the form's last page."""
        while self.page.get_by_role("button", name="Next", exact=True).count():
            self.press("Next")

    def finishes(self) -> None:
        """Finish the form, and read that it is safe."""
        self.turns_to_the_end()
        self.press("Finish")
        self.sees("Finished. It is safe on this phone.")

    def settles(self, answer: str) -> None:
        """Choose one of the answers that differ."""
        self.page.get_by_role("button", name=f"Use this answer: {answer}").click()
        self.sees("Settled.")


HEADINGS = {"New": "New record"}
DONE = re.compile("Everything is up to date|changes? sent|Last synced just now")


def answer(question: Locator, value: str) -> None:
    """Answer one question, whatever kind it is."""
    expect(question).to_be_visible()
    if question.locator("select").count():
        pick(question.locator("select"), value)
    elif question.locator("input[type=radio], input[type=checkbox]").count():
        for code in value.split():
            question.locator(f'input[value="{code}"]').check()
    else:
        field = question.locator("input, textarea")
        field.fill(value)
        field.blur()


def pick(list_of_choices: Locator, value: str) -> None:
    """Pick by code, or by what stands there where the code is an entry's id."""
    if list_of_choices.locator(f'option[value="{value}"]').count():
        list_of_choices.select_option(value)
    else:
        list_of_choices.select_option(label=value)
