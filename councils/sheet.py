"""A record as a document in the manner of GB/T 9704-2012: red head, number, title, body, attendance, imprint.

Pure: the record and a language in, markup out. The page, the PDF and the public site print this one article.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from html import unescape
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from councils.models import Attendance, Meeting, Party
from councils.numbering import bracketed
from councils.sheet_words import chinese, ended, fill, heading, lead, listed, said, sentences, spaced, tongue
from parkdesk.core.words_of_time import long_day, time_of_day

ALL_PARTIES = len(Party.values)
DECIDED = "decided"
# So many characters of the red head fit on one line in its usual size.
ONE_LINE = 14
# And of the title, in its 22 points on 156 mm.
TITLE_LINE = 20
Kind = Attendance.Kind


def sheet(record: dict[str, Any], language: str) -> SafeString:
    """The article of a record in one language."""
    with translation.override(language):
        # What goes in is escaped, or our own.
        return SafeString(render_to_string("councils/_minutes_sheet.html", facts(record)))  # nosec B703


def plain(html: str) -> str:
    """The words of a document without its markup."""
    return unescape(strip_tags(html))


def in_lines(title: str) -> list[str]:
    """A Chinese title in lines of like length, as GB/T 9704 wants it centred: no line of one character."""
    if " " in title or len(title) <= TITLE_LINE:
        return [title]
    longest = -(-len(title) // -(-len(title) // TITLE_LINE))
    return [title[start : start + longest] for start in range(0, len(title), longest)]


def facts(record: dict[str, Any]) -> dict[str, Any]:
    """What the template prints, in the running language."""
    items, issued = record["items"], record.get("issued")
    council, copies = _council(record), record["copy_to"].values()
    mark = fill(_("Minutes of the %(council)s"), council=council)
    return {
        "mark": mark,
        "is_long": len(plain(mark)) > ONE_LINE,
        "number": bracketed(issued["year"], issued["number"]) if issued else _("Draft, not yet numbered"),
        "title_lines": in_lines(said(record["title"])),
        "opening": sentences(_opening(record)),
        "sections": [one for one in (_topics(items), _agreed(items), _others(items)) if one["lines"]],
        "people": _people(record),
        "gap": spaced("", ""),
        "copies": fill(_("Copies: %(names)s"), names=ended(said(record["copy_to"]))) if any(copies) else "",
        "body": council,
        "dated": _dated(issued, record.get("corrected")),
    }


def _dated(issued: dict[str, Any] | None, corrected: dict[str, Any] | None) -> str:
    if issued is None:
        return _("Not yet issued")
    if corrected:
        facts = {"version": corrected["version"], "day": long_day(date.fromisoformat(corrected["day"]))}
        return _("Version %(version)s, corrected %(day)s") % facts
    return _("Issued %(day)s") % {"day": long_day(date.fromisoformat(issued["day"]))}


def _council(record: dict[str, Any]) -> str:
    return fill(_("%(park)s Park Council"), park=chinese(record["park"]["name"]))


# --- the opening paragraph ----------------------------------------------------------------------------
def _opening(record: dict[str, Any]) -> Iterator[str]:
    began, until = (datetime.fromisoformat(record[name]) for name in ("began", "ended"))
    yield fill(
        _("On %(day)s from %(begin)s to %(end)s the %(council)s held a %(kind)s %(where)s."),
        day=long_day(began),
        begin=time_of_day(began),
        end=time_of_day(until),
        council=_council(record),
        kind=Meeting.Kind(record["kind"]).label,
        where=_where(record),
    )
    if record.get("joined"):
        parks = listed(chinese(one["name"]) for one in record["joined"])
        yield fill(_("It was a joint session with the councils of %(parks)s."), parks=parks)
    yield _who(record)
    yield _how_many(record["quorum"])
    yield _("What was agreed is recorded as follows.")


def _where(record: dict[str, Any]) -> str:
    words = {
        Meeting.Mode.ON_SITE: _("at %(place)s"),
        Meeting.Mode.ONLINE: pgettext("where a meeting was held", "online"),
        Meeting.Mode.HYBRID: _("at %(place)s and online"),
    }
    return fill(words[record["mode"]], place=said(record["place"]))


def _who(record: dict[str, Any]) -> str:
    chair, recorder = _chair(record["chair"]), record["recorder"]
    if recorder is None:
        return fill(_("Presiding: %(chair)s."), chair=chair)
    return fill(_("Presiding: %(chair)s; record kept by %(recorder)s."), chair=chair, recorder=_titled(recorder))


def _chair(member: dict[str, Any]) -> str:
    title = pgettext("before a name", "convener") if member["is_convener"] else Party(member["party"]).label
    return spaced(title, chinese(member["name"]))


def _titled(person: dict[str, str]) -> str:
    """Somebody of the office with their title before the name, as a document names them."""
    return spaced(chinese(person["title"]), chinese(person["name"])) if person["title"] else chinese(person["name"])


def _how_many(quorum: dict[str, int]) -> str:
    if quorum["parties"] == ALL_PARTIES:
        words = _("%(present)s of %(filled)s seats were present, of all five parties, in keeping with the rules.")
    else:
        words = _("%(present)s of %(filled)s seats were present, of %(parties)s parties, in keeping with the rules.")
    return fill(words, **quorum)


# --- the sections -------------------------------------------------------------------------------------
def _topics(items: list[dict[str, Any]]) -> dict[str, Any]:
    """一、议题: what was on the agenda."""
    lines = [{"lead": lead(place, _topic(one)), "text": _known(one)} for place, one in enumerate(items, start=1)]
    return {"title": heading(1, _("Agenda")), "lines": lines}


def _agreed(items: list[dict[str, Any]]) -> dict[str, Any]:
    """二、议定事项: by item; several things agreed under one item are numbered within it."""
    decided = [one for one in items if one["result"] == DECIDED]
    lines = [
        {"lead": lead(place, _topic(one)), "paragraphs": [*_beside(one), *_resolutions(one)]}
        for place, one in enumerate(decided, start=1)
    ]
    return {"title": heading(2, _("What was agreed")), "lines": lines}


def _others(items: list[dict[str, Any]]) -> dict[str, Any]:
    """三、其他事项: what was deferred, withdrawn or noted; it comes second where nothing was agreed."""
    rest = [one for one in items if one["result"] != DECIDED]
    lines = [
        {"lead": lead(place, _topic(one)), "paragraphs": [*_beside(one), *_outcome(one)]}
        for place, one in enumerate(rest, start=1)
    ]
    return {"title": heading(3 if len(rest) < len(items) else 2, _("Other items")), "lines": lines}


def _topic(item: dict[str, Any]) -> str:
    return said(item["title"]) if item["is_public"] else _("One item that is not published")


def _known(item: dict[str, Any]) -> str:
    urgent = _("Taken up as urgent business, agreed to by those present.") if item["is_urgent"] else ""
    if item["is_urgent"] and item.get("hands"):
        words = _("Taken up as urgent business by a vote: %(in_favour)s for, %(against)s against.")
        urgent = fill(words, in_favour=item["hands"][0], against=item["hands"][1])
    return sentences([urgent, said(item["facts"]) if item["is_public"] else ""])


def _beside(item: dict[str, Any]) -> list[str]:
    """Votes and recusals of an item."""
    found: list[str] = [fill(_("Vote: %(sentence)s"), sentence=vote[tongue()]) for vote in item["votes"]]
    if item["recused"]:
        found.append(fill(_("Stepped back: %(names)s."), names=listed(map(_recusal, item["recused"]))))
    return found


def _recusal(one: dict[str, Any]) -> str:
    words = pgettext("a member who stepped back, with the reason", "%(name)s (%(party)s, %(why)s)")
    return fill(words, name=chinese(one["name"]), party=Party(one["party"]).label, why=one["category"][tongue()])


def _resolutions(item: dict[str, Any]) -> list[str]:
    agreed = [_resolution(one) for one in item["resolutions"]]
    if len(agreed) < 2:
        return agreed
    return [spaced(f"{place}.", text) for place, text in enumerate(agreed, start=1)]


def _resolution(one: dict[str, Any]) -> str:
    """One thing that was agreed, with who answers for it and by when."""
    words = _("Agreed: %(text)s (Responsible: %(unit)s; supporting: %(others)s; by %(due)s)")
    if not one["supporting"]:
        words = _("Agreed: %(text)s (Responsible: %(unit)s; by %(due)s)")
    return fill(
        words,
        text=ended(said(one["text"])),
        unit=said(one["unit"]),
        others=listed(said(unit) for unit in one["supporting"]),
        due=long_day(date.fromisoformat(one["due"])),
    )


def _outcome(item: dict[str, Any]) -> list[str]:
    """What became of an item under which nothing was agreed."""
    words = {
        "deferred": _("It was deferred."),
        "withdrawn": _("It was withdrawn."),
        "noted": _("It was taken note of."),
        "": _("It has no result yet."),
    }
    return [sentences([words[item["result"]], ended(said(item["note"]))])] if item["is_public"] else []


# --- who was there ------------------------------------------------------------------------------------
def _people(record: dict[str, Any]) -> list[tuple[str, str]]:
    rows = record["attendance"]
    found = [
        (pgettext("minutes", "Present"), _by_party(rows)),
        (pgettext("minutes", "Excused"), _names(rows, Kind.EXCUSED)),
        (pgettext("minutes", "Absent"), _names(rows, Kind.ABSENT)),
        (pgettext("minutes", "In attendance"), listed(map(chinese, record["guests"]))),
    ]
    return [(fill(_("%(label)s:"), label=label), names) for label, names in found if names]


def _by_party(rows: list[dict[str, Any]]) -> str:
    there = [row for row in rows if row["kind"] == Kind.PRESENT]
    parts = (
        spaced(Party(party).label, _names(some, Kind.PRESENT))
        for party, some in groupby(there, key=lambda row: row["party"])
    )
    return listed(parts, is_wide=True)


def _names(rows: Iterable[dict[str, Any]], kind: str) -> str:
    return listed(chinese(row["name"]) for row in rows if row["kind"] == kind)
