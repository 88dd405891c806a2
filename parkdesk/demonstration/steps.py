"""The steps of the demonstration's needs, taken through the same doorways as at the desk, by whoever takes them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from enterprises.models import Enterprise, Park, Person, PlaceCode, Unit
from parkdesk.core import clock
from parkdesk.core.actors import CLOCK, Actor, Holder
from parkdesk.core.flow import advance
from parkdesk.core.search import fold
from parkdesk.demonstration import amends, pictures, texts
from parkdesk.demonstration.lives import Life
from parkdesk.demonstration.people import Company
from parkdesk.demonstration.places import SMALL_PARKS
from parkdesk.demonstration.sources import Told
from requests_flow import calls, desk, tiers
from requests_flow.intake import Place, Report, hand_in
from requests_flow.models import FollowUp, Need, Service
from requests_flow.words import LINE_OF_CATEGORY, Channel, Tier

# A person's own choice of tier, where no rule leads there.
OWN_CHOICE = {"simple": "S", "complex": "C1", "major": "M4"}
CONSENT = "2026-11b"
SAYS_WHERE = re.compile(r"楼|层|厅|车库|大堂|门口|园区|食堂|室|floor|lobby|gate|building|lift|canteen", re.IGNORECASE)
NAMES = "乔任杜汤徐蔡周阎宋程姜梁尹傅"


@dataclass
class Stage:
    """One need with everybody around it."""

    life: Life
    company: Company
    park: Park
    unit: Unit | None
    firm: Enterprise | None
    code: PlaceCode | None
    service: Service | None
    others: dict[str, Need]

    @property
    def specialist(self) -> Person:
        return self.company.specialists[LINE_OF_CATEGORY[self.life.told.category]]

    @property
    def clerk(self) -> Person:
        """Whoever at the desk happens to be there: the line's specialist for what is of weight, else a clerk."""
        told = self.life.told
        is_specialist = self.life.park in SMALL_PARKS or told.tier != Tier.SIMPLE
        return (
            self.specialist if is_specialist else texts.dice(told.key).choice([*self.company.clerks, self.specialist])
        )

    @property
    def worker(self) -> Person:
        """Whoever works in the unit that does it."""
        if self.unit is None or self.unit.kind == Unit.Kind.SPECIALIST_LINE:
            return self.specialist
        return self.company.workers[self.unit.pk]

    def reporter(self, need: Need) -> Actor:
        return self.company.by_name[self.life.reporter] if self.life.reporter else Holder("link", f"need:{need.pk}")


def submit(stage: Stage, pictures: list[str] | None = None) -> Need:
    """Hand it in as the form does: at the wall, at the window, on the telephone, or signed in."""
    told, firm = stage.life.told, stage.firm
    report = Report(
        text=told.text,
        title=told.title,
        place=_place(stage),
        channel=told.channel,
        language=told.language,
        is_personal=stage.life.is_personal,
        is_protected=stage.life.is_protected,
        enterprise=firm,
        enterprise_name=firm.name if firm else "",
        pictures=_stored(pictures),
        **_contact(told),
    )
    return hand_in(report, by=_teller(stage))[0]


def _teller(stage: Stage) -> Actor:
    """Who hands it in: a sign-in, the park leader who heard it on a visit, or whoever stands at the terminal."""
    life, walker = stage.life, stage.company.walkers.get(stage.park.pk)
    if life.reporter:
        return stage.company.by_name[life.reporter]
    if life.told.channel == Channel.VISIT and walker and not life.is_personal and not life.is_protected:
        return walker
    return Holder("terminal", life.told.channel)


def _place(stage: Stage) -> Place:
    """The firm's room, unless the words themselves say where it is."""
    told, firm = stage.life.told, stage.firm
    says_where = bool(SAYS_WHERE.search(told.text))
    return Place(
        park=stage.park,
        building=firm.building if firm else None,
        code=stage.code if told.channel == Channel.QR else None,
        room=firm.room if firm and not says_where else "",
    )


def _contact(told: Told) -> dict[str, str]:
    """Three in five leave a name and a number; the numbers were never assigned (domain.md 14)."""
    dice = texts.dice(f"{told.key} contact")
    if dice.random() > 0.6:
        return {}
    name = dice.choice(NAMES) + dice.choice(["女士", "先生", "经理"])
    return {"name": name, "phone": f"+861540{dice.randint(8000000, 8999999)}", "consent_version": CONSENT}


def take(stage: Stage, need: Need, step: str, facts: dict[str, Any]) -> Need:
    """Take one step; KeyError for one that the demonstration does not know."""
    return (STEPS | amends.STEPS)[step](stage, need, facts)


def _sort(stage: Stage, need: Need, facts: dict[str, Any]) -> Need:
    told = stage.life.told
    rules = tiers.matching(tiers.Facts(fold(f"{need.title} {need.text}")))
    rule = next((one.number for one in rules if one.tier == told.tier), OWN_CHOICE[told.tier])
    sorting = desk.Sorting(told.category, told.tier, rule, stage.service, told.urgency)
    return desk.sort(need, sorting, by=stage.clerk)


def _inform(stage: Stage, need: Need, facts: dict[str, Any]) -> Need:
    by = stage.worker if need.unit_id else stage.specialist
    message = facts.get("message") or texts.going(stage.life.told, _unit_name(stage), clock.now())
    return desk.inform(need, message=message, by=by)


def _ask(stage: Stage, need: Need, facts: dict[str, Any]) -> Need:
    question = facts.get("question") or texts.question(stage.life.told)[0]
    return advance(need, "ask", by=stage.specialist, question=question)


def _reply(stage: Stage, need: Need, facts: dict[str, Any]) -> Need:
    return advance(need, "reply", by=stage.reporter(need), answer=texts.question(stage.life.told)[1])


def _wait(stage: Stage, need: Need, facts: dict[str, Any]) -> Need:
    body = facts.get("waits_for") or texts.of("phrases")["waits"][stage.life.told.category]
    return advance(need, "wait", by=stage.worker, waits_for=body, reason=facts.get("reason", ""))


def _resolve(stage: Stage, need: Need, facts: dict[str, Any]) -> Need:
    told = stage.life.told
    if facts.get("again"):
        answer = texts.one_of(told, "again").replace("{day}", texts.day_words(clock.now()))
    else:
        answer = stage.life.words or texts.answer(told, _unit_name(stage), clock.now())
    outcome = stage.life.outcome or "solved"
    return desk.resolve(need, outcome=outcome, answer=answer, by=stage.worker, pictures=_stored(facts.get("pictures")))


def _rate(stage: Stage, need: Need, facts: dict[str, Any]) -> Need:
    grade, told = facts["grade"], stage.life.told
    speaks = grade < 4 or texts.dice(f"{told.key} says").random() < 0.4
    comment = facts.get("comment", texts.one_of(told, f"comments/{grade}") if speaks else "")
    return desk.rate(need, grade=grade, comment=comment, by=stage.reporter(need)).need


def _called(stage: Stage, need: Need, facts: dict[str, Any]) -> Need:
    method = texts.dice(stage.life.told.key).choice(FollowUp.Method.values)
    manager = stage.company.by_name["manager"]
    return calls.follow_up(
        need, method=method, is_solved=True, by=manager, note=texts.one_of(stage.life.told, f"called/{method}")
    )


def _follow_up(stage: Stage, need: Need, facts: dict[str, Any]) -> Need:
    """Called, but not closed yet."""
    by = stage.company.by_name["manager"]
    note = texts.one_of(stage.life.told, "called/phone")
    need = advance(need, "follow_up", by=by, note=note, how="phone", is_solved=True)
    FollowUp.objects.create(need=need, handling=need.handling, by=by, method="phone", is_solved=True, at=clock.now())
    return need


def _reopen(stage: Stage, need: Need, facts: dict[str, Any]) -> Need:
    reason = facts.get("reason") or texts.one_of(stage.life.told, "reopen")
    return advance(need, "reopen", by=stage.reporter(need), reason=reason)


def _decline(stage: Stage, need: Need, facts: dict[str, Any]) -> Need:
    words = texts.of("ends")["declined"][stage.life.told.key]
    return advance(need, "decline", by=stage.company.by_name["leader-community"], **words)


def _withdraw(stage: Stage, need: Need, facts: dict[str, Any]) -> Need:
    reason = facts.get("reason") or texts.one_of(stage.life.told, "withdrawn")
    return advance(need, "withdraw", by=stage.reporter(need), reason=reason)


def _merge(stage: Stage, need: Need, facts: dict[str, Any]) -> Need:
    return advance(need, "merge", by=stage.clerk, into=stage.others[facts["into"]], note=texts.of("phrases")["merged"])


def _confirm_facts(stage: Stage, need: Need, facts: dict[str, Any]) -> Need:
    walker = stage.company.walkers.get(stage.park.pk)
    if walker is None or need.is_personal or need.is_protected:
        return need
    return desk.confirm_facts(need, note=texts.one_of(stage.life.told, "facts"), by=walker)


def _plain(step: str, who: Callable[[Stage, Need], Actor]) -> Callable[[Stage, Need, dict[str, Any]], Need]:
    return lambda stage, need, facts: advance(need, step, by=who(stage, need), **facts)


def _unit_name(stage: Stage) -> str:
    unit = stage.unit
    return (unit.name_en if stage.life.told.language == "en" and unit.name_en else unit.name) if unit else ""


def _stored(names: list[str] | None) -> list[str]:
    return [pictures.store(name) for name in names or []]


STEPS: dict[str, Callable[[Stage, Need, dict[str, Any]], Need]] = {
    "acknowledge": lambda stage, need, facts: desk.acknowledge(need, by=stage.clerk),
    "sort": _sort,
    "dispatch": lambda stage, need, facts: advance(need, "dispatch", by=stage.clerk, unit=stage.unit),
    "accept": lambda stage, need, facts: desk.accept(need, by=stage.worker),
    "inform": _inform,
    "ask": _ask,
    "reply": _reply,
    "wait": _wait,
    "resume": _plain("resume", lambda stage, need: stage.worker),
    "deliberate": _plain("deliberate", lambda stage, need: stage.specialist),
    "note": _plain("note", lambda stage, need: stage.specialist),
    "ask_extension": _plain("ask_extension", lambda stage, need: stage.worker),
    "invalidate": _plain("invalidate", lambda stage, need: stage.clerk),
    "resolve": _resolve,
    "confirm": _plain("confirm", lambda stage, need: stage.reporter(need)),
    "rate": _rate,
    "called": _called,
    "follow_up": _follow_up,
    "reopen": _reopen,
    "remind": _plain("remind", lambda stage, need: CLOCK),
    "close": _plain("close", lambda stage, need: CLOCK),
    "decline": _decline,
    "withdraw": _withdraw,
    "merge": _merge,
    "confirm_facts": _confirm_facts,
}
