"""Every page that a person can stand on: walked by the checks for validity, accessibility, width and weight.

A new page gets a line here. `who` is a demonstration sign-in, or nobody. `{names}` in a path are filled in from the
running house: each fact is an expression of Python that is asked once per session.
"""

from dataclasses import dataclass

# What to import before the facts are asked, and the facts by name.
IMPORTS = """
from cms.models import MinutesPage, NewsPage
from councils.models import Case, Meeting, Minutes, SupervisionOrder
from enterprises.models import Person, PlaceCode
from parkdesk.core.models import Robot
from points.models import Settlement, Voucher
from requests_flow.models import Need, Visit
from requests_flow.models import Incident, Need
def first(state, **more):
    return Need.objects.filter(state=state, **more).exclude(reference=None).order_by("pk").first()
def case(state, **more):
    one = Case.objects.filter(state=state, **more).order_by("pk").first()
    return f"{one.council.park.code}/cases/{one.pk}"
def token(state):
    return first(state).token
def meeting(**terms):
    one = Meeting.objects.filter(**terms).order_by("pk").first()
    return f"{one.council.park.code}/meetings/{one.pk}"
def document(**terms):
    one = Minutes.objects.filter(**terms).order_by("pk").first()
    return f"{one.council.park.code}/minutes/{one.pk}"
operator = Person.objects.get(username="operator")
volunteer = Person.objects.get(username="volunteer")
"""
FACTS: dict[str, str] = {
    "robot": "Robot.objects.first().pk",
    "news": "NewsPage.objects.live().filter(locale__language_code='zh-hans').first().pk",
    "minutes_page": "MinutesPage.objects.first().slug",
    "code": "PlaceCode.objects.filter(revoked_at=None).first().code",
    "fresh": "token('submitted')",
    "working": "token('in_progress')",
    "asked": "token('waiting_enterprise')",
    "resolved": "token('resolved')",
    "closed": "token('closed')",
    "resolved_ref": "first('resolved').reference",
    "declined": "token('declined')",
    "unsorted": "(first('acknowledged') or first('submitted')).reference",
    "sorted": "first('triaged').reference",
    "in_hand": "first('in_progress').reference",
    "incident": "Incident.objects.open().get().pk",
    "joinable": "Need.objects.open().filter(category='PRO', kind='need', is_personal=False, is_protected=False,"
    " incident=None).order_by('pk').first().reference",
    "order": "Need.objects.of_units(operator).open().first().reference",
    "talked_about": "case('in_discussion', council__park__code='P01')",
    "voted_on": "case('voting', council__park__code='P01')",
    "carried": "case('executing')",
    "unprepared": "case('preparing')",
    "ahead": "meeting(state__in=['convened', 'agenda_frozen'])",
    "minutes_issued": "document(state='issued')",
    "minutes_open": "document(state__in=['draft', 'circulated', 'approved', 'signed'])",
    "supervised": "SupervisionOrder.objects.registered().open().order_by('pk').first().pk",
    "ready": "Voucher.objects.usable().filter(person=volunteer).first().pk",
    "drunk": "Voucher.objects.get(person__username='leader', state='used').pk",
    "drunk_code": "Voucher.objects.get(person__username='leader', state='used').code",
    "settled": "Settlement.objects.first().pk",
    "visited": "Visit.objects.of(Person.objects.get(username='leader')).first().pk",
    "confirmable": "Visit.objects.standing().first().get_confirmation_url().split('/')[-2]",
    "seen": "Need.objects.on_site(volunteer).open().first().reference",
}


@dataclass(frozen=True)
class Page:
    """One page: where, for whom; `is_public` ones keep the budgets of a first visit; `prefixed` ones have /en/."""

    path: str
    who: str = ""
    prefixed: bool = True
    status: int = 200

    @property
    def is_public(self) -> bool:
        return not self.who

    def address(self, language: str, facts: dict[str, str]) -> str:
        prefix = "/en" if language == "en" and self.prefixed else ""
        return prefix + self.path.format(**facts)

    def __str__(self) -> str:
        return f"{self.path} as {self.who or 'anybody'}"


PAGES = [
    Page("/"),
    Page("/services/"),
    Page("/services/?q=zzzz"),
    Page("/services/?category=TAX&for=foreign"),
    Page("/services/tax-filing-for-outbound-service-payments/"),
    Page("/services/lift-fault-repair-and-entrapment-response/"),
    Page("/news/"),
    Page("/news/how-a-lift-was-mended/"),
    Page("/news/winter-safety-round/"),
    Page("/minutes/"),
    Page("/minutes/{minutes_page}/"),
    Page("/search/"),
    Page("/search/?q=电梯"),
    Page("/search/?q=zzzz"),
    Page("/needs/new/"),
    Page("/needs/new/?place={code}"),
    Page("/needs/new/?place=2222222"),
    Page("/needs/track/"),
    Page("/needs/track/{fresh}/"),
    Page("/needs/track/{fresh}/received/"),
    Page("/needs/track/{working}/"),
    Page("/needs/track/{asked}/"),
    Page("/needs/track/{resolved}/"),
    Page("/needs/track/{resolved}/reopen/"),
    Page("/needs/track/{closed}/"),
    Page("/needs/track/{declined}/"),
    Page("/needs/track/{working}/withdraw/"),
    Page("/council/"),
    Page("/council/?coverage=missed"),
    Page("/council/?q=zzzz"),
    Page("/council/P01/"),
    Page("/council/", who="chair"),
    Page("/council/P01/", who="member2"),
    Page("/council/{talked_about}/", who="member3"),
    Page("/council/{talked_about}/say/", who="member3"),
    Page("/council/{voted_on}/", who="chair"),
    Page("/council/{voted_on}/ballot/", who="member3"),
    Page("/council/{voted_on}/declare/", who="member3"),
    Page("/council/{carried}/", who="manager"),
    Page("/council/{unprepared}/prepare/", who="manager"),
    Page("/council/P01/", who="manager"),
    Page("/council/P01/meetings/new/", who="manager"),
    Page("/council/{ahead}/", who="manager"),
    Page("/council/{ahead}/reschedule/", who="manager"),
    Page("/council/{minutes_issued}/"),
    Page("/council/{minutes_open}/", who="manager"),
    Page("/council/P01/resolutions/"),
    Page("/council/P01/resolutions/?show=done", who="manager"),
    Page("/accounts/login/"),
    Page("/privacy/"),
    Page("/accessibility/"),
    Page("/demo/"),
    Page("/demo/inbox/"),
    Page("/demo/inbox/?channel=robots"),
    Page("/demo/inbox/?channel=sms"),
    Page("/q/2222222/", prefixed=False, status=404),
    Page("/no-such-page/", status=404),
    Page("/me/", who="manager"),
    Page("/me/", who="operator"),
    Page("/desk/", who="manager"),
    Page("/desk/?tab=all&q=zzzz", who="manager"),
    Page("/desk/?conditions=1", who="specialist-governance"),
    Page("/desk/incidents/", who="manager"),
    Page("/desk/incidents/?tab=over", who="manager"),
    Page("/desk/incidents/new/?need={joinable}", who="manager"),
    Page("/desk/incidents/{incident}/", who="manager"),
    Page("/desk/incidents/{incident}/answer/", who="manager"),
    Page("/desk/incidents/{incident}/end/", who="manager"),
    Page("/desk/bulk/?step=note&need={unsorted}&need={in_hand}", who="manager"),
    Page("/desk/bulk/", who="manager"),
    Page("/desk/views/new/?tab=open&state=triaged", who="manager"),
    Page("/desk/needs/{sorted}/split/", who="manager"),
    Page("/desk/needs/{sorted}/link/", who="manager"),
    Page("/needs/follow/{incident}/"),
    Page("/desk/new/", who="manager"),
    Page("/desk/paste/", who="manager"),
    Page("/desk/mail/", who="manager"),
    Page("/desk/keys/", who="admin"),
    Page("/desk/keys/new/", who="manager"),
    Page("/desk/needs/{unsorted}/", who="manager"),
    Page("/desk/needs/{unsorted}/triage/", who="manager"),
    Page("/desk/needs/{unsorted}/decline/", who="leader-community"),
    Page("/desk/needs/{sorted}/dispatch/", who="manager"),
    Page("/desk/needs/{in_hand}/", who="auditor"),
    Page("/desk/needs/{in_hand}/inform/", who="manager"),
    Page("/desk/calls/", who="manager"),
    Page("/desk/calls/{resolved_ref}/follow_up/", who="manager"),
    Page("/desk/calls/{resolved_ref}/miss_call/", who="manager"),
    Page("/desk/ratings/", who="manager"),
    Page("/desk/today/", who="manager"),
    Page("/desk/upward/", who="manager"),
    Page("/desk/upward/new/{in_hand}/", who="manager"),
    Page("/conduct/", who="party"),
    Page("/desk/templates/", who="manager"),
    Page("/desk/templates/new/", who="manager"),
    Page("/desk/needs/{in_hand}/resolve/", who="manager"),
    Page("/desk/needs/{in_hand}/correct/", who="manager"),
    Page("/tasks/", who="operator"),
    Page("/tasks/{order}/", who="operator"),
    Page("/needs/", who="enterprise"),
    Page("/visits/", who="volunteer"),
    Page("/visits/{seen}/", who="volunteer"),
    Page("/supervision/", who="party"),
    Page("/supervision/?tab=turn", who="party"),
    Page("/supervision/?tab=ended&q=zzzz", who="party"),
    Page("/supervision/", who="operator"),
    Page("/supervision/new/", who="party"),
    Page("/supervision/bulletin/", who="party"),
    Page("/supervision/{supervised}/", who="party"),
    Page("/supervision/{supervised}/name_deputy/", who="party"),
    Page("/visits/", who="leader"),
    Page("/visits/new/", who="leader"),
    Page("/visits/spared/", who="manager"),
    Page("/visits/spared/", who="enterprise"),
    Page("/visits/made/{visited}/", who="leader"),
    Page("/visits/made/{visited}/", who="manager"),
    Page("/visits/confirm/{confirmable}/"),
    Page("/enterprises/register/", who="enterprise"),
    Page("/enterprises/registrations/", who="manager"),
    Page("/desk/places/{code}/", who="manager"),
    Page("/enterprises/places/P01/new/floor/", who="manager"),
    Page("/enterprises/places/P01/new/door/", who="manager"),
    Page("/enterprises/places/P01/new/event/", who="manager"),
    Page("/enterprises/places/", who="manager"),
    Page("/points/rules/"),
    Page("/points/notice/"),
    Page("/points/", who="volunteer"),
    Page("/points/", who="leader"),
    Page("/points/", who="enterprise"),
    Page("/points/rewards/", who="volunteer"),
    Page("/points/rewards/coffee/", who="leader"),
    Page("/points/rewards/canteen-week/", who="volunteer"),
    Page("/points/vouchers/{ready}/", who="volunteer"),
    Page("/points/vouchers/{ready}/give-back/", who="volunteer"),
    Page("/points/vouchers/{drunk}/", who="leader"),
    Page("/points/review/", who="manager"),
    Page("/points/review/new/", who="manager"),
    Page("/merchant/", who="merchant"),
    Page("/merchant/scan/{drunk_code}/", who="merchant", status=409),
    Page("/merchant/vouchers/{drunk}/", who="merchant"),
    Page("/merchant/settlements/", who="merchant"),
    Page("/merchant/settlements/{settled}/", who="auditor"),
    Page("/cockpit/", who="manager"),
    Page("/cockpit/solved/", who="leader-community"),
    Page("/cockpit/overdue/", who="subdistrict"),
    Page("/health/", who="admin"),
    Page("/setup/", who="admin"),
    Page("/desk/robots/", who="admin"),
    Page("/desk/robots/new/", who="manager"),
    Page("/desk/robots/{robot}/", who="manager"),
    Page("/desk/copy/", who="manager"),
    Page("/desk/copy/news/{news}/", who="editor"),
    Page("/me/notices/", who="manager"),
    Page("/me/notices/", who="enterprise"),
    Page("/me/notices/phone/", who="operator"),
]
