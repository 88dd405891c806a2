"""Right codes and one invitation in many hands at once: one administrator, one colleague."""

from collections import Counter

import pytest

from enterprises import belonging, claiming, colleagues
from enterprises.models import FirmClaim, Invitation
from parkdesk.core.flow import NotNow
from tests.factories import EnterpriseFactory, MembershipFactory, PersonFactory
from tests.rounds import how_many

pytestmark = pytest.mark.race
HANDS = 20
ROUNDS = how_many(2, 50)
Way = FirmClaim.Way


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_of_twenty_right_codes_one_makes_the_administrator(at_once, lap):
    firm = EnterpriseFactory()
    claims = [claiming.ask(firm, way=Way.CODE, by=PersonFactory()) for _ in range(HANDS)]
    outcome = at_once(lambda turn: claiming.prove(claims[turn], by=claims[turn].person).state, HANDS)
    assert outcome.errors == []
    assert Counter(outcome.answers) == {"confirmed": 1, "asked": HANDS - 1}
    assert belonging.members(firm).count() == 1


@pytest.mark.parametrize("lap", range(ROUNDS))
def test_one_invitation_in_twenty_hands_lets_one_in(at_once, lap):
    keeper = MembershipFactory(is_admin=True)
    invitation = colleagues.invite(keeper.enterprise, by=keeper.person)
    people = [PersonFactory() for _ in range(HANDS)]
    outcome = at_once(lambda turn: colleagues.join(invitation, by=people[turn]), HANDS)
    assert [type(error) for error in outcome.errors] == [NotNow] * (HANDS - 1)
    assert Invitation.objects.get().state == "used"
    assert belonging.members(keeper.enterprise).count() == 2
