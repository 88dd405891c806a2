"""Notices to firms of the demonstration: a fire drill that half of a park has confirmed, and a questionnaire."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from enterprises.models import Enterprise
from parkdesk.core import clock
from parkdesk.core.flow import advance
from parkdesk.demonstration import texts
from parkdesk.demonstration.hours import A_DAY
from parkdesk.demonstration.lives import Office
from parkdesk.demonstration.play import World
from parkdesk.demonstration.signins import BY_NAME, STORY_PARK
from parkdesk.demonstration.timeline import Happening
from requests_flow.models import Circular, Question, Questionnaire
from requests_flow.outreach import asking, sending
from requests_flow.outreach.answering import Said, answer

# Working days ago; in working days from now.
SENT, ASKED, CONFIRM_IN, OPEN_FOR, KEPT_FOR = 2, 6, 3, timedelta(days=21), timedelta(days=180)
WRITER, TITLE = "specialist-governance", "冬季消防疏散演练"
TEXT = (
    "演练当天上午10:00各楼消防警铃响起，请按楼层指引从就近楼梯撤离到园区广场集合，全程约20分钟。"
    "请确认收到，并指定一名联络人清点本企业人数。演练不影响供电。"
)
TEXT_EN = (
    "At 10:00 on the day the fire bells ring in all buildings. Please leave by the nearest stairs and gather on the "
    "park square; it takes about 20 minutes. Please confirm, and name one person who counts your colleagues."
)
CANTEEN = {
    "title": "园区食堂满意度问卷", "title_en": "How do you like the park canteen?",
    "intro": "三个问题，一分钟。结果在园治会上公布，用于明年的食堂选聘。",
    "intro_en": "Three questions, one minute. The park council publishes the result.",
    "asks": Questionnaire.Asks.NOBODY, "is_survey": False,
}  # fmt: skip
QUESTIONS = (
    {"kind": Question.Kind.RATING, "text": "总体满意度", "text_en": "All in all", "is_required": True},
    {
        "kind": Question.Kind.SEVERAL, "text": "最希望改进什么", "text_en": "What should change first",
        "options": [["菜品口味", "taste"], ["价格", "prices"], ["排队时间", "queues"], ["素食选择", "vegetarian food"]],
    },
    {"kind": Question.Kind.LONG, "text": "还想说的话", "text_en": "Anything else"},
)  # fmt: skip
WORDS = ("中午十二点排队太久", "希望增加清真窗口", "早餐很好，继续保持")
ANSWERS = 24
CONFIRMED, READ, TOLD = 0.5, 0.7, 0.75


def happenings(world: World, office: Office) -> Iterator[Happening]:
    """One notice that some firms still have to confirm, one form that is open."""
    today = office.now.astimezone(clock.SHANGHAI).date()
    due = clock.add_working_days(office.cal, today, CONFIRM_IN)
    yield Happening(office.back(ASKED * A_DAY), partial(_ask, world, today))
    yield Happening(office.back((ASKED - 1) * A_DAY), _answer)
    letter = sending.Letter(
        title=TITLE, text=TEXT, title_en="Winter fire drill", text_en=TEXT_EN, confirm_by=due,
        parks=(world.parks[STORY_PARK],),
    )  # fmt: skip
    yield Happening(office.back(SENT * A_DAY), partial(_send, world, letter))
    yield Happening(office.back(A_DAY), partial(_confirm, world))


def _ask(world: World, today) -> None:
    writer = world.company.by_name[WRITER]
    days = {"opens_on": clock.today(), "closes_on": today + OPEN_FOR, "keep_until": today + KEPT_FOR}
    form = asking.write({**CANTEEN, **days}, by=writer)
    for said in QUESTIONS:
        asking.put(form, {"text_en": "", "options": [], "is_required": False, **said}, by=writer, question=None)
    advance(form, "open", by=writer)


def _answer() -> None:
    form = Questionnaire.objects.get()
    rating, several, words = form.questions.all()
    for number in range(ANSWERS):
        dice = texts.dice(f"canteen {number}")
        values = {str(rating.pk): str(dice.choice((3, 4, 4, 4, 5, 5))), str(several.pk): sorted(dice.sample("0123", 2))}
        if number < len(WORDS):
            values[str(words.pk)] = WORDS[number]
        answer(form, Said(values))


def _send(world: World, letter: sending.Letter) -> None:
    writer = world.company.by_name[WRITER]
    sending.send(sending.write(letter, by=writer), by=writer)


def _confirm(world: World) -> None:
    """Half of the firms have confirmed; those of the sign-ins have not, so that there is something to do."""
    leader = world.company.by_name["leader"]
    apart = Enterprise.objects.filter(code__in=[one.firm for one in BY_NAME.values() if one.firm])
    copies = Circular.objects.get().copies.exclude(enterprise__in=apart).select_related("enterprise")
    for copy in copies.order_by("enterprise__code"):
        chance = texts.dice(f"{copy.enterprise.code} drill").random()
        if chance < CONFIRMED:
            advance(copy, "confirm", by=copy.holder)
        elif chance < READ:
            advance(copy, "read", by=copy.holder)
        elif chance < TOLD:
            advance(copy, "tell", by=leader, teller=leader)
