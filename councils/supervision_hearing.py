"""How supervision follows the trail of needs: major ones are registered, and an order goes where its need goes."""

from django.db.models import Q

from councils import supervise
from councils.models import SupervisionOrder
from parkdesk.core import outbox
from parkdesk.core.models import Entry
from requests_flow.models import Need
from requests_flow.words import Tier

# Steps with which a need may become major (or is again what it was), and steps with which it ends or begins anew.
MAY_BECOME_MAJOR = ("submit", "triage", "retier", "unmerge", "climb")
GOES_ELSEWHERE = ("resolve", "reopen", "withdraw", "decline", "invalidate", "merge")


def take_up(entry: Entry) -> None:
    """What looks major is put before the committee at once; what was sorted as major is registered (decisions 27)."""
    need = Need.objects.get(pk=entry.subject_id)
    supervise.keep_up(need)
    if need.tier != Tier.MAJOR or not need.is_open or _is_known(need, entry):
        return
    if need.triaged_at:
        supervise.follow_major(need)
    else:
        supervise.for_need(need, source=SupervisionOrder.Source.MAJOR)


def go_along(entry: Entry) -> None:
    supervise.keep_up(Need.objects.get(pk=entry.subject_id))


def _is_known(need: Need, entry: Entry) -> bool:
    """Whether this entry was heard before: what the committee has dropped since does not come back."""
    since = Q(created_at__gte=entry.at) | Q(registered_at__gte=entry.at)
    return SupervisionOrder.objects.filter(since, need=need).exists()


for _step in MAY_BECOME_MAJOR:
    outbox.follow(f"requests_flow.need.{_step}", name=f"supervision.{_step}")(take_up)
for _step in GOES_ELSEWHERE:
    outbox.follow(f"requests_flow.need.{_step}", name=f"supervision.{_step}")(go_along)
