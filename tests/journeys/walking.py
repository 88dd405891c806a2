"""What the longer journeys share: people in windows of their own, forms that are sent, papers that are read."""

import io
import json
import re
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
from docx import Document

TO_DAY = "from parkdesk.core import clock, shift; from datetime import time; day = {day}; "
NEXT_DAY = "clock.add_working_days(clock.calendar(), clock.today(), {ahead})"


@dataclass
class People:
    """Everybody in windows of their own, opened when they are needed."""

    open: Any
    sign_in: Any
    pages: dict[str, Any] = field(default_factory=dict)

    def __call__(self, username: str) -> Any:
        if username not in self.pages:
            self.pages[username] = self.open()
            if username:
                self.sign_in(self.pages[username], username)
        return self.pages[username]

    def again(self, username: str) -> Any:
        """In a new window: a month later, the session of the old one has ended."""
        self.pages.pop(username, None)
        return self(username)


def submit(page, selector="main form [type=submit].btn"):
    """Press the button of the form and wait for what follows; no error summary may stand there."""
    with page.expect_navigation():
        page.locator(selector).first.click()
    refused = page.locator(".errors").all_inner_texts()
    assert not refused, refused


def hand_in(page, text, photo=None, phone=""):
    """Say it on the landing page of the code; returns reference and tracking address."""
    page.locator("textarea[name=text]").fill(text)
    if photo:
        page.locator("input[type=file]").set_input_files(photo)
    if phone:
        page.locator("summary").first.click()
        page.locator("input[name=phone]").fill(phone)
        page.locator("input[name=consent]").check()
    submit(page, "main form .btn-wide")
    return page.locator("h1.ref").inner_text().strip(), page.url.replace("received/", "")


def sort(page, ref, tier, rule, category):
    """What a specialist decides: category, tier and the rule that it follows from."""
    page.goto(f"/desk/needs/{ref}/triage/")
    page.locator("select[name=category]").select_option(category)
    page.locator(f"input[name=tier][value={tier}]").check()
    page.locator("select[name=rule]").select_option(rule)
    submit(page, "#step-form .btn:not([name])")


def option(page, name, words):
    """The value of the option that says these words."""
    return page.locator(f"select[name={name}] option", has_text=re.compile(words)).first.get_attribute("value")


def cast(page, case, choice):
    """Three taps: open the ballot, choose, cast; where nobody has asked yet, the declaration stands on the ballot."""
    page.goto(f"{case}ballot/")
    if page.locator("input[name=has_none]").count():
        page.locator("input[name=has_none]").check()
    page.locator(f"input[name=choice][value={choice}]").check()
    submit(page)


def text_of(page, address, folder):
    """The text of a PDF without its spaces."""
    path = folder / "document.pdf"
    path.write_bytes(page.request.get(address).body())
    return re.sub(r"\s", "", "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(path)))


def words_of(page, address):
    """The text of a .docx without its spaces; visitors get none, so `page` is of somebody inside."""
    answer = page.request.get(address)
    assert answer.status == 200, answer.status
    return re.sub(r"\s", "", "".join(one.text for one in Document(io.BytesIO(answer.body())).paragraphs))


COUNTED = """
import json
from collections import Counter
from councils.models import Attendance, Round
vote = Round.objects.get(agenda_item__meeting={meeting})
standing = Counter(vote.electors.values_list("standing", flat=True))
choice = Counter(vote.ballots.values_list("choice", flat=True))
kind = Counter(Attendance.objects.members().filter(meeting={meeting}).values_list("kind", flat=True))
print(json.dumps({{**standing, **choice, **kind, "cast": vote.ballots.count(), "called": sum(kind.values())}}))
"""


def figures_of(house, meeting):
    """What the rows of a meeting with one vote come to, as its minutes say it: attendance, recusal, votes.

    Counted here from the rows, past everything that the minutes are made with.
    """
    rows = json.loads(house.shell(COUNTED.format(meeting=meeting.strip("/").split("/")[-1])))
    return (
        f"应到{rows['called']}席，实到{rows['present']}席",
        f"{rows['recused']}席回避",
        f"已投{rows['cast']}票",
        f"赞成{rows['yes']}票",
        f"反对{rows['no']}票",
    )
