"""The first shops and rewards (points.md R8: 100, 500 and 1,000 points, and a coffee). Invented names (domain 14)."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction

from enterprises.models import Appointment, Park, Person
from enterprises.roles import Role
from parkdesk.core import clock
from points.models import Merchant, MerchantClerk, Product

COFFEE_SHOP = "COFFEE-P01"


class _Shop(NamedTuple):
    code: str
    name: str
    name_en: str
    where: str
    where_en: str
    park: str = ""


class _Reward(NamedTuple):
    code: str
    kind: str
    name: tuple[str, str]
    worth: tuple[str, str]
    about: tuple[str, str]
    price: int
    shops: tuple[str, ...]
    stock: int | None = None


_SHOPS = (
    _Shop(COFFEE_SHOP, "拾光咖啡", "Shiguang Coffee", "蓝境数字产业园主楼大堂", "Lobby of building 1, P01", "P01"),
    _Shop("STORE-P01", "弘达成便利店", "Hongdacheng Store", "蓝境数字产业园主楼一层", "Ground floor, P01", "P01"),
    _Shop("STORE-P02", "柚阶声便利店", "Youjiesheng Store", "砚池数字产业园主楼一层", "Ground floor, P02", "P02"),
    _Shop("CANTEEN", "梦创食堂", "Mengchuang Canteen", "党群服务中心一层", "Party service centre, ground floor"),
    _Shop("CLEANING", "晴岚保洁", "Qinglan Cleaning", "上门服务", "Comes to your office"),
)
_REWARDS = (
    _Reward("coffee", Product.Kind.DRINK, ("美式咖啡一杯", "A cup of coffee"), ("1 杯", "1 cup"),
            ("中杯，冷热都可以", "Medium Americano, hot or iced"), 80, (COFFEE_SHOP,), 60),
    _Reward("store-10", Product.Kind.GOODS, ("便利店 10 元券", "10 yuan at a store"), ("10 元", "10 yuan"),
            ("烟酒除外，不找零", "Not for tobacco or alcohol, no change"), 100, ("STORE-P01", "STORE-P02")),
    _Reward("cleaning", Product.Kind.SERVICE, ("保洁一次", "One office cleaning"), ("1 次", "1 visit"),
            ("办公室 100 平方米以内，提前一天预约", "Up to 100 m², booked a day ahead"), 500, ("CLEANING",), 12),
    _Reward("canteen-week", Product.Kind.MEAL, ("食堂一周", "A week at the canteen"), ("5 餐", "5 lunches"),
            ("工作日午餐 5 次", "Five lunches on working days"), 1000, ("CANTEEN",), 20),
)  # fmt: skip


@transaction.atomic
def ensure(clerks: Iterable[Person] = ()) -> None:
    """The shops, what they offer, and these people at the coffee shop's till. A second time changes nothing."""
    shops = {one.code: _shop(one) for one in _SHOPS}
    for one in _REWARDS:
        _reward(one, shops)
    for person in clerks:
        appoint_clerk(person, shops[COFFEE_SHOP])


def appoint_clerk(person: Person, merchant: Merchant) -> MerchantClerk:
    """This person stands at the till of this shop from today, and wears the role that opens the page."""
    worn = Appointment.objects.running(clock.today()).filter(person=person, role=Role.MERCHANT)
    if not worn.exists():
        Appointment.objects.create(person=person, role=Role.MERCHANT, park=merchant.park, starts_on=clock.today())
    at_till = {"merchant": merchant, "starts_on": clock.today()}
    return MerchantClerk.objects.get_or_create(person=person, ends_on=None, defaults=at_till)[0]


def _shop(one: _Shop) -> Merchant:
    facts = {"name": one.name, "name_en": one.name_en, "where": one.where, "where_en": one.where_en}
    park = Park.objects.filter(code=one.park).first() if one.park else None
    return Merchant.objects.get_or_create(code=one.code, defaults=facts | {"park": park})[0]


def _reward(one: _Reward, shops: dict[str, Merchant]) -> None:
    facts = {
        "kind": one.kind, "price": one.price, "stock": one.stock,
        "name": one.name[0], "name_en": one.name[1],
        "worth": one.worth[0], "worth_en": one.worth[1],
        "about": one.about[0], "about_en": one.about[1],
    }  # fmt: skip
    product, is_new = Product.objects.get_or_create(code=one.code, defaults=facts)
    if is_new:
        product.merchants.set([shops[code] for code in one.shops])
