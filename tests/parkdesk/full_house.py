"""A small house with something of everything: a need with its words, a picture, points, a page, an odd character.

Run by itself (`python -m tests.parkdesk.full_house`) it fills the house that the environment names: that is how a test
on PostgreSQL gets a house that was made on SQLite.
"""

import io

TEXT = "3号楼东侧客梯又停了 — “第三次”，\n请看照片 🚪"


def fill() -> None:
    """Fill the running database and its files."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    from cms import seeds
    from enterprises.roles import Role
    from parkdesk.core import files
    from parkdesk.core.flow import advance
    from points import accounts
    from requests_flow.intake import Place, Report, hand_in
    from tests.factories import AppointmentFactory, BuildingFactory, MembershipFactory, UnitFactory
    from tests.points.conftest import give

    UnitFactory(kind="window", name="综合窗口")
    building = BuildingFactory(name="3号楼")
    clerk = AppointmentFactory(role=Role.WINDOW_CLERK).person
    member = MembershipFactory().person
    need, _token = hand_in(Report(text=TEXT, place=Place(building.park, building), phone="+8615400001201"))
    advance(need, "acknowledge", by=clerk, note="我们来看")
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(picture, "JPEG")
    files.store_picture(SimpleUploadedFile("门.jpg", picture.getvalue()), subject=need, step="submit")
    give(accounts.of_person(member), 40)
    seeds.ensure_news()


if __name__ == "__main__":
    import django

    django.setup()
    fill()
