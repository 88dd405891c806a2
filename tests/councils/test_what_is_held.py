"""What councils hold about their members stands on the members' own page, and not on that of others (domain.md 11)."""

import pytest
from django.test import Client

from councils import minutes

pytestmark = pytest.mark.django_db
ME = "/me/privacy/"
PASSAGE = "公示停梯记录和检测结论"


@pytest.fixture
def reads():
    """The page of what is held, as this person reads it."""

    def page(person):
        client = Client()
        client.force_login(person)
        return client.get(ME).content.decode()

    return page


def test_a_member_sees_the_meetings_the_objection_and_the_signature(walk, reads):
    member, other = walk.seats[2].person, walk.seats[3].person
    document = walk.circulated()
    objection = minutes.object_to(document, passage=PASSAGE, objection="检测结论还没有出来", by=member)
    minutes.answer(objection, answer="12月2日补上", is_upheld=False, by=walk.office)
    walk.at("2026-12-01 17:30")
    minutes.countersign(minutes.approve(document, by=walk.office), by=member)
    mine, theirs = reads(member), reads(other)
    for said in (document.council.park.name, "检测结论还没有出来", "已会签会议纪要"):
        assert said in mine
    assert document.council.park.name in theirs
    for said in ("检测结论还没有出来", "已会签会议纪要"):
        assert said not in theirs


def test_who_did_not_come_sees_that_they_were_called(walk, reads):
    walk.ended(present=7)
    assert "您参加的园治会会议" in reads(walk.seats[7].person)
