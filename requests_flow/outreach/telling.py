"""Who is told of a notice to firms: people of the firm who sign in, else its contact by e-mail (decisions 15)."""

from django.utils.translation import gettext_lazy as _

from enterprises.models import Contact, Membership
from parkdesk.core import clock, kinds
from parkdesk.core.models import Entry, Notice
from parkdesk.core.notices import Address, Recipient, resolves, tell
from requests_flow.models import Circular, CircularCopy
from requests_flow.models.outreach_copy import CopyQuerySet
from requests_flow.outreach import reach

CIRCULAR = "requests_flow.circular."
kinds.add(
    kinds.Kind(
        "firm",
        _("Notices to my firm"),
        _("What the community writes to firms: to read, or to confirm by a day."),
        patterns=(CIRCULAR + "*",),
    )
)


@resolves("copy")
def contact_of_a_firm(ref: str) -> Address | None:
    """The firm's contact in the directory, with the firm's own link; nobody once it has moved out."""
    copy = CircularCopy.objects.select_related("enterprise").filter(pk=ref).first()
    if copy is None or copy.enterprise.status == copy.enterprise.Status.MOVED_OUT:
        return None
    contact = Contact.objects.filter(enterprise=copy.enterprise_id).exclude(email="").order_by("-is_primary").first()
    return Address(contact.name, contact.email, copy.get_link()) if contact else None


@tell(CIRCULAR + "send", CIRCULAR + "withdraw")
def all_its_firms(entry: Entry) -> list[Recipient]:
    return _people_of(_circular(entry).copies.all())


@tell(CIRCULAR + "remind")
def those_who_have_not_confirmed(entry: Entry) -> list[Recipient]:
    """Whoever confirms before the post has come this far is left in peace."""
    return _people_of(_circular(entry).copies.missing())


def _people_of(copies: CopyQuerySet) -> list[Recipient]:
    """Everybody with an account; for a firm without one, its contact. Who has moved out is told nothing."""
    here = copies.exclude(enterprise__status="moved_out")
    number = dict(here.values_list("enterprise", "pk"))
    members = Membership.objects.running(clock.today()).filter(enterprise__in=here.values("enterprise"))
    told = {one.person_id: one.person for one in members.select_related("person") if one.person.is_active}
    people = [Recipient(f"person:{one.pk}", one.language) for one in told.values()]
    by_mail = (set(number) & reach.with_mail()) - reach.with_account()
    return people + [Recipient(f"copy:{number[firm]}", channels=(Notice.Channel.EMAIL,)) for firm in sorted(by_mail)]


def _circular(entry: Entry) -> Circular:
    return Circular.objects.get(pk=entry.subject_id)
