"""What is watched and mediated in the demonstration: a leader's instruction, a mediation, a team for an emergency."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from councils import instructing, supervise
from councils.instructing import Writing
from councils.models import SupervisionOrder
from councils.supervision_guards import COMPLETED
from parkdesk.core import clock
from parkdesk.demonstration.hours import A_DAY
from parkdesk.demonstration.lives import Office
from parkdesk.demonstration.play import World
from parkdesk.demonstration.timeline import Happening
from requests_flow import joint, mediating
from requests_flow.models import Need

# The needs of the story, and how many working minutes ago.
MAJOR, DISPUTE = "N0070", "N0043"
TOGETHER, INSTRUCTED, MEDIATED = 1500, 1200, 900
WORDS = "请社区会同相关部门专班推进，每日报告进展，务必稳妥处置。"
CLAIMS = (("赵某某", "person", 1_860_000, "搬迁收据"), ("甲科技公司", "firm", 12_500_000, "租赁合同、付款凭证"))
# The second claim was misread: the receipt counts less.
MISREAD = (12_050_000, "付款凭证一张重复计入")
# The supervisors look once a week at what was reported (domain.md 7).
WEEKS = 45
FOUND = ("企业已确认办结，现场情况属实。", "材料齐全，同意销号。")
AGREED = "业主在协商期间不停水停电。\n双方分期结清欠付的房租。"


def happenings(world: World, office: Office) -> Iterator[Happening]:
    """Each once, on needs that are in hand."""
    yield Happening(office.back(TOGETHER), partial(_call_together, world))
    yield Happening(office.back(INSTRUCTED), partial(_instruct, world))
    yield Happening(office.back(MEDIATED), partial(_mediate, world))
    for week in range(1, WEEKS):
        yield Happening(office.back(week * 5 * A_DAY), partial(_judge, world))


def _need(world: World, key: str) -> Need:
    return Need.objects.select_related("park").get(pk=world.needs[key].pk)


def _call_together(world: World) -> None:
    who = world.company.by_name
    head, today = who["specialist-governance"], clock.today()
    one = joint.open_for(_need(world, MAJOR), matter="整楼断水断电联合处置", head=head, by=who["manager"])
    one = joint.add_member(one, unit=world.units["STREET"], task="联系相关部门", by=head)
    one = joint.add_member(one, person=who["window"], task="登记与答复", by=head)
    for name, kind, fen, proof in CLAIMS:
        one = joint.add_claim(one, name=name, kind=kind, amount_fen=fen, evidence=proof, by=head)
    one = joint.judge_claim(one, claim=one.claims.first(), verdict="confirmed", by=head)
    one = joint.correct_claim(one, claim=one.claims.last(), amount_fen=MISREAD[0], reason=MISREAD[1], by=head)
    one = joint.plan(one, due_on=today + timedelta(days=10), amount_fen=1_860_000, payer="业主单位", by=head)
    joint.report(one, text="已与责任方见面，登记册核对过半，明日继续。", by=head)


def _instruct(world: World) -> None:
    """The sub-district wrote on paper, the desk put it on record; it stands on the order of the need."""
    need = _need(world, MAJOR)
    order = SupervisionOrder.objects.open().filter(need=need).first()
    writing = Writing(
        giver="沈某某",
        office="街道党工委书记",
        given_on=clock.today(),
        words=WORDS,
        subject="整楼断水断电处置",
        need=need,
        order=order,
        units=[world.units["STREET"]],
        reply_due_on=clock.add_working_days(clock.calendar(), clock.today(), 7),
    )
    instructing.enter(writing, by=world.company.by_name["manager"])


def _mediate(world: World) -> None:
    by, need = world.company.by_name["manager"], _need(world, DISPUTE)
    one = mediating.open_for(
        need, matter="二房东收取的房租与停水停电", applicant="申请企业甲", respondent="被申请企业乙", by=by
    )
    one = mediating.hear(
        one, held_at=clock.now(), place="社区调解室", mediators="社区调解员", notes="双方同意分期。", by=by
    )
    one = mediating.conclude(one, outcome="agreed", agreement=AGREED, effective_on=clock.today(), by=by)
    due = clock.today() + timedelta(days=14)
    mediating.plan(one, what="第一期款项", due_on=due, amount_fen=3_000_000, by=by)


def _judge(world: World) -> None:
    """What was checked a week ago is struck off, what was reported since is checked; all by the party committee."""
    by, (finding, conclusion) = world.company.by_name["party"], FOUND
    orders = SupervisionOrder.objects.open().filter(need__state__in=COMPLETED).order_by("pk")
    for order in orders.filter(state="checked"):
        supervise.strike_off(order, conclusion=conclusion, by=by)
    for order in orders.filter(state="reported"):
        supervise.verify(order, evidence=SupervisionOrder.Evidence.CONFIRMED, finding=finding, by=by)
