"""Things of the park, made for a test: the plainest one that is whole, unless a test says otherwise."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory, Password
from stdnum.cn import uscc

from councils.models import Council
from councils.seating import Term
from enterprises.models import Appointment, Building, Contact, Enterprise, Membership, Park, Person, PlaceCode, Unit
from enterprises.roles import Role
from points.models import Merchant, MerchantClerk, Product
from requests_flow.models import Incident, Question, Questionnaire, Service

PASSWORD = "parkdesk-demo"
LONG_AGO = date(2025, 1, 1)
FAR_AWAY = date(2099, 12, 31)


def invented_uscc(number: int) -> str:
    """A code that passes its check yet was never issued: its body starts with MY (domain.md 14)."""
    body = f"91330110MY{number:07d}"
    return body + uscc.calc_check_digit(body)


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    code = factory.Sequence(lambda n: f"UNIT-{n:04d}")
    kind = Unit.Kind.OPERATOR
    name = factory.Sequence(lambda n: f"杭州睿程{n}园区运营管理有限公司")
    contact = "沈经理"
    landline = factory.Sequence(lambda n: f"0571-0000{n % 10000:04d}")


class ServiceFactory(DjangoModelFactory):
    class Meta:
        model = Service

    code = factory.Sequence(lambda n: f"TST-{n:02d}")
    slug = factory.Sequence(lambda n: f"a-service-{n}")
    name_zh = factory.Sequence(lambda n: f"第{n}项服务")
    name_en = factory.Sequence(lambda n: f"Service {n}")
    category = "REG"
    line = "economic_development"


class ParkFactory(DjangoModelFactory):
    class Meta:
        model = Park

    code = factory.Sequence(lambda n: f"T{n:02d}")
    name = factory.Sequence(lambda n: f"蓝境{n}号数字产业园")
    kind = Park.Kind.INDUSTRIAL_PARK
    subdistrict = "仓前街道"
    community = "梦创社区"
    address = "杭州市余杭区仓前街道星屿路935号"
    operator = factory.SubFactory(UnitFactory)
    property_manager = factory.SubFactory(
        UnitFactory, kind=Unit.Kind.PROPERTY, name=factory.Sequence(lambda n: f"杭州知图{n}物业服务有限公司")
    )
    council_seats = 7


class BuildingFactory(DjangoModelFactory):
    class Meta:
        model = Building

    park = factory.SubFactory(ParkFactory)
    code = factory.LazyAttributeSequence(lambda building, n: f"{building.park.code}-B{n}")
    name = "1号楼"
    floors_above = 12


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    name = "秦清溪"
    email = factory.LazyAttribute(lambda person: f"{person.username}@people.example.com")
    password = Password(PASSWORD)


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    person = factory.SubFactory(PersonFactory)
    role = Role.VOLUNTEER
    starts_on = LONG_AGO


class EnterpriseFactory(DjangoModelFactory):
    class Meta:
        model = Enterprise

    code = factory.Sequence(lambda n: f"E{50_000 + n}")  # beside those of the demonstration
    name = factory.Sequence(lambda n: f"杭州辰擎{n}信息技术有限公司")
    short_name = factory.Sequence(lambda n: f"辰擎{n}")
    uscc = factory.Sequence(invented_uscc)
    legal_form = Enterprise.LegalForm.LIMITED
    sector = Enterprise.Sector.SW
    size = Enterprise.Size.MICRO
    park = factory.SubFactory(ParkFactory)
    room = "708"


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    enterprise = factory.SubFactory(EnterpriseFactory)
    name = "乔晨遥"
    role = "人事"
    mobile = factory.Sequence(lambda n: f"+861540{n:07d}")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    person = factory.SubFactory(PersonFactory)
    enterprise = factory.SubFactory(EnterpriseFactory)
    starts_on = LONG_AGO


class PlaceCodeFactory(DjangoModelFactory):
    class Meta:
        model = PlaceCode

    park = factory.SubFactory(ParkFactory)
    created_at = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


class IncidentFactory(DjangoModelFactory):
    """One that is going on; as if somebody had opened it."""

    class Meta:
        model = Incident

    park = factory.SubFactory(ParkFactory)
    category = "PRO"
    title = "3号楼东侧客梯停运"
    title_en = "East passenger lift of building 3 out of service"
    state = "open"
    opened_by = factory.SubFactory(PersonFactory)


class CouncilFactory(DjangoModelFactory):
    class Meta:
        model = Council

    park = factory.SubFactory(ParkFactory)


def a_term(**said: object) -> Term:
    """How a member came in: elected, for a term that runs on any day a test may choose."""
    far = {"starts_on": LONG_AGO, "ends_on": FAR_AWAY}
    return Term(**{**far, "position": "副总经理", "selected_by": "election", "votes": 12, **said})


class MerchantFactory(DjangoModelFactory):
    class Meta:
        model = Merchant

    code = factory.Sequence(lambda n: f"SHOP-{n}")
    name = factory.Sequence(lambda n: f"拾光咖啡{n}号店")
    where = "主楼大堂"


class MerchantClerkFactory(DjangoModelFactory):
    """A person at a till, with the role that opens its page."""

    class Meta:
        model = MerchantClerk

    merchant = factory.SubFactory(MerchantFactory)
    person = factory.LazyFunction(lambda: AppointmentFactory(role=Role.MERCHANT).person)
    starts_on = LONG_AGO


class ProductFactory(DjangoModelFactory):
    class Meta:
        model = Product
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"coffee-{n}")
    kind = Product.Kind.DRINK
    name = "美式咖啡一杯"
    worth = "1 杯"
    price = 80

    @factory.post_generation
    def shops(self, create: bool, extracted: list[Merchant] | None, **_: object) -> None:
        if create:
            self.merchants.set([MerchantFactory()] if extracted is None else extracted)


class QuestionnaireFactory(DjangoModelFactory):
    """A form that is open in autumn 2026; as if somebody had opened it."""

    class Meta:
        model = Questionnaire

    title = "园区食堂满意度"
    title_en = "How do you like the canteen?"
    asks = "once"
    state = "open"
    opens_on = date(2026, 11, 1)
    closes_on = date(2026, 12, 20)
    keep_until = date(2027, 6, 30)
    by = factory.SubFactory(PersonFactory)


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    position = factory.Sequence(lambda n: n)
    kind = "short"
    text = factory.Sequence(lambda n: f"第{n}个问题")
    text_en = factory.Sequence(lambda n: f"Question {n}")
