"""Small works that took the real steps to where they stand; `Site` says whose hands took them."""

import io
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from councils import ballots, decide, venues, works
from councils.models import Case, Council, SmallWork, WorkPayment
from enterprises.models import Person, Unit
from parkdesk.core import clock, files
from tests.councils import voting

YUAN = 100
CONTRACTOR = "杭州亮程照明工程有限公司"


def photo(colour: str = "teal") -> SimpleUploadedFile:
    kept = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(kept, "JPEG")
    return SimpleUploadedFile("a.jpg", kept.getvalue(), "image/jpeg")


def picture() -> list[str]:
    return [files.store_picture(photo()).key.hex]


def plan(**said: Any) -> works.Plan:
    """Lamps in the stairs of building 3: 12,000 yuan, half of it paid by the owner."""
    shares = {"owner": 6000 * YUAN, "firms": 4000 * YUAN, "public": 2000 * YUAN}
    words = {"title": "3号楼楼梯间照明改造", "place": "3号楼东侧楼梯", "what": "换装感应灯24盏，夜间不再摸黑。"}
    return works.Plan(**{**words, "title_en": "Lamps", "budget": 12_000 * YUAN, "shares": shares, **said})


@dataclass
class Site:
    """One council with its office, and the unit that has its small works done."""

    council: Council
    office: Person
    chair: Person
    worker: Person
    unit: Unit
    now: Any

    def proposed(self, by: Person | None = None, **said: Any) -> SmallWork:
        return works.propose(self.council, plan(**said), by=by or self.office)

    def voted(self, choices: str = "YYYYYYYY", **said: Any) -> SmallWork:
        """Its vote is counted: Y, N and A in the order of the eight seats."""
        work = self.proposed(**said)
        case = venues.discuss(work.case, by=self.office)
        voting.all_declare(case)
        self.now.shift(case.discussion_ends_at - clock.now() + timedelta(minutes=1))
        round_ = ballots.open_round(Case.objects.get(pk=case.pk), by=self.office)
        voting.cast_all(round_, choices)
        voting.counted(round_, self.now, self.office)
        return fresh(work)

    def handed_over(self, **said: Any) -> SmallWork:
        work = self.voted(**said)
        due_on = clock.today() + timedelta(days=40)
        decide.carry(work.case, by=self.chair, text="完成楼梯间照明改造", unit=self.unit, due_on=due_on)
        return fresh(work)

    def contracted(self, **said: Any) -> SmallWork:
        work = self.handed_over(**said)
        due_on = clock.today() + timedelta(days=30)
        return works.contract(work, contractor=CONTRACTOR, due_on=due_on, pictures=[], by=self.worker)

    def begun(self, **said: Any) -> SmallWork:
        return works.start(self.contracted(**said), pictures=picture(), by=self.worker)

    def finished(self, **said: Any) -> SmallWork:
        return works.claim(self.begun(**said), said="24盏已装好", pictures=picture(), by=self.worker)

    def pay(self, work: SmallWork, fen: int, what: str = "灯具和安装") -> WorkPayment:
        payment = works.Payment(what, fen, clock.today())
        return works.spend(work, payment=payment, by=self.worker)


def fresh(work: SmallWork) -> SmallWork:
    return SmallWork.objects.select_related(*SmallWork.LOCK_WITH).get(pk=work.pk)
