"""Hands that work until somebody kills them; each prints what was acknowledged, after it was.

python -m tests.journeys.busy_hands prepare          makes an open vote, prints its number
python -m tests.journeys.busy_hands votes ROUND      casts votes, prints the key of each press
python -m tests.journeys.busy_hands postings         gives points, prints the id of each transfer
python -m tests.journeys.busy_hands count            reads what was printed, prints what of it is not there
"""

import json
import sys
import time
import uuid
from datetime import timedelta

import django

# Between two presses others get their turn: SQLite has no queue, and a hand without a pause would starve them all.
BREATH = 0.02


def prepare() -> None:
    from councils import seating
    from councils.models import Party
    from enterprises.roles import Role
    from parkdesk.core import clock, shift
    from tests.councils import voting
    from tests.factories import AppointmentFactory, ParkFactory, PersonFactory, a_term

    class Time:
        """The house's own clock moves on: days pass between a discussion and its vote."""

        def shift(self, days: timedelta) -> None:
            shift.move_to(clock.now() + days)

    committee = AppointmentFactory(role=Role.PARTY_COMMITTEE).person
    office = AppointmentFactory(role=Role.DESK_MANAGER).person
    council = seating.found(ParkFactory())
    for party in (Party.COMMUNITY, Party.OPERATOR, *[Party.ENTERPRISE] * 4, Party.PARTY_MEMBER, Party.MASS_ORG):
        seating.seat(council, party, PersonFactory(), term=a_term(), by=committee)
    round_ = voting.voted_on(council, office, Time(), is_secret=False)
    print(round_.pk)


def votes(pk: str) -> None:
    from councils import ballots
    from councils.models import Round

    round_ = Round.objects.get(pk=pk)
    voters = [one.representative for one in round_.electors.select_related("representative__person")]
    number = 0
    while True:
        one, key = voters[number % len(voters)], uuid.uuid4().hex
        ballots.cast(round_, one, ("yes", "no", "abstain")[number % 3], by=one.person, key=key)
        print(f"{round_.pk}:{one.pk}:{key}", flush=True)
        number += 1
        time.sleep(BREATH)


def postings() -> None:
    from parkdesk.core.actors import CLOCK
    from points import accounts, posting
    from points.models import Account, Transfer
    from tests.factories import PersonFactory

    someone = PersonFactory(username=f"busy-{uuid.uuid4().hex[:12]}")
    member, issuance = accounts.of_person(someone), accounts.system(Account.Kind.ISSUANCE)
    while True:
        key = uuid.uuid4()
        posting.post(key, [(issuance, -1), (member, 1)], code=Transfer.Code.AWARD, by=CLOCK)
        print(key, flush=True)
        time.sleep(BREATH)


def count() -> None:
    """What was acknowledged and is lost: [] is what one hopes for."""
    from parkdesk.core.models import Claim
    from points.models import Transfer

    told = json.load(sys.stdin)
    keys = set(Claim.objects.filter(scope="councils.cast", result="recorded").values_list("key", flat=True))
    transfers = {str(one) for one in Transfer.objects.values_list("key", flat=True)}
    from parkdesk.core.idempotency import _short

    lost = [one for one in told["votes"] if _short(one) not in keys]
    print(json.dumps([*lost, *(one for one in told["postings"] if one not in transfers)]))


if __name__ == "__main__":
    django.setup()
    {"prepare": prepare, "votes": votes, "postings": postings, "count": count}[sys.argv[1]](*sys.argv[2:])
