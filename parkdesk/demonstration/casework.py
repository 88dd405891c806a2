"""A class case, a filing for a firm and two documents of the demonstration, beside needs of its story."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from django.core.files.uploadedfile import SimpleUploadedFile

from enterprises.models import Person
from parkdesk.core import clock, files, form_sheet, pdf
from parkdesk.core.actors import Holder
from parkdesk.core.flow import advance
from parkdesk.demonstration.lives import Office
from parkdesk.demonstration.play import World
from parkdesk.demonstration.timeline import Happening
from requests_flow import classes, documents, filing_paper, filings
from requests_flow.models import Filing, Need

# Needs of the story, and how many working minutes ago it happened.
ABOUT_PARKING, CLASSED = ("N0313", "N0023"), 8
CAFE, FILED = "N0319", 240
TEXTS = {
    "cause": "访客与员工车位混用，早高峰没有空位；充电桩按五年前的车辆数配置。",
    "standard_answer": "访客凭企业发的二维码入园，前两小时免费。地下一层东区12个充电桩对所有企业开放。",
    "standard_answer_en": "Visitors enter with the QR code that the company sends; the first two hours are free. "
    "The 12 chargers in the east of level B1 are open to all companies.",
    "interim": "9:00至10:30由物业在南门引导访客车辆停到北侧地面车位。",
    "interim_en": "From 9:00 to 10:30 staff at the south gate guide visitors to the ground spaces in the north.",
    "prevention": "访客车位单独划线，入园前短信告知车位位置。",
    "prevention_en": "Visitor spaces are marked apart, and a message tells where to park before arrival.",
}


def happenings(world: World, office: Office) -> Iterator[Happening]:
    """What stands beside the needs of the story today."""
    yield Happening(office.back(FILED), partial(_file, world, office))
    yield Happening(office.back(CLASSED), partial(_open_a_class, world))


def _need(world: World, key: str) -> Need:
    along = ("park", "building", "enterprise", "service")
    return Need.objects.select_related(*along).get(pk=world.needs[key].pk)


def _open_a_class(world: World) -> None:
    needs = [_need(world, key) for key in ABOUT_PARKING]
    who, first = world.company.by_name, needs[0]
    sketch = classes.Sketch(
        category=first.category, service=first.service, park=first.park, title="访客停车和充电桩不够用",
        title_en="Too few spaces for visitors and chargers", texts=TEXTS | {"unit": first.park and first.park.operator},
    )  # fmt: skip
    case = classes.open_for(sketch, needs=needs, by=who["manager"])
    advance(case, "publish", by=who["manager"])


def _file(world: World, office: Office) -> None:
    need, by = _need(world, CAFE), world.company.by_name["manager"]
    today = office.now.astimezone(clock.SHANGHAI).date()
    mandate = filings.Mandate(
        "代交食品经营许可证申请材料并领取证件", "余杭区市场监督管理局", today + timedelta(days=60)
    )
    filing = filings.propose(need, mandate, by=by)
    filing = advance(filing, "authorise", by=Holder("link", f"need:{need.pk}"))
    for paper in (
        filings.Paper("营业执照副本", "original", return_by=clock.add_working_days(office.cal, today, 10)),
        filings.Paper("经营场所平面图", "copy", count=2),
        filings.Paper("房屋租赁合同", "copy", due_on=clock.add_working_days(office.cal, today, 5)),
    ):
        filings.take_in(filing, paper, by=by)
    _link(filing, by)


def _link(filing: Filing, by: Person) -> None:
    """Two documents beside the need, and where this machine makes PDFs the letter as a paper."""
    need, today = filing.need, clock.today()
    for paper in (
        documents.Paper("service", "食品经营许可办事指南", "/services/", is_public=True),
        documents.Paper(
            "outside",
            "关于便利食品经营许可办理的通知",
            number="杭市监食〔2026〕12号",
            dated_on=today - timedelta(days=200),
        ),
    ):
        documents.attach(need, paper, by=by)
    if pdf.is_available():
        letter = SimpleUploadedFile("授权委托书.pdf", form_sheet.pdf_of(filing_paper.letter(filing)), "application/pdf")
        scan = documents.Paper("scan", "授权委托书（存档件）")
        documents.attach(need, scan, pictures=[str(files.store_paper(letter).key)], by=by)
