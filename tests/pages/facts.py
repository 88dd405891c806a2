"""What stands in the paths of pages: each fact is an expression of Python, asked once per session."""

# What to import before the facts are asked, and the facts by name.
IMPORTS = """
from cms.models import MinutesPage, NewsPage
from councils.models import Action, Advice, Case, CompositionAlarm, Election, Instruction, Meeting, Minutes, Poll
from councils.models import QuarterAccount
from councils.models import Representative, SmallWork, SupervisionOrder, Voice
from enterprises.models import DataCheck, DirectoryImport, Enterprise, FirmClaim, Invitation, Membership, Person
from enterprises.models import PlaceCode
from parkdesk.core.models import Hook, Robot
from points.models import Settlement, Voucher
from requests_flow.models import CheckPoint, Circular, CircularCopy, ClassCase, Duty, Filing, Incident
from requests_flow.models import Joint, Mediation, Need, Patrol, Questionnaire, Visit, Walk
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
def quarter(state):
    one = QuarterAccount.objects.filter(state=state).order_by("pk").first()
    return f"{one.council.park.code}/accounts/{one.pk}"
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
    "left_by_a_guest": "Need.objects.open().filter(reporter=None, contact__isnull=False, is_protected=False)"
    ".exclude(reference=None).order_by('pk').first().reference",
    "declined": "token('declined')",
    "unsorted": "(first('acknowledged') or first('submitted')).reference",
    "sorted": "first('triaged').reference",
    "in_hand": "first('in_progress').reference",
    "incident": "Incident.objects.open().order_by('pk').first().pk",
    "circular": "Circular.objects.order_by('pk').first().pk",
    "copy_token": "CircularCopy.objects.filter(state='out').first().token",
    "copy_confirmed": "CircularCopy.objects.filter(state='confirmed').first().token",
    "questionnaire": "Questionnaire.objects.order_by('pk').first().pk",
    "form_code": "Questionnaire.objects.order_by('pk').first().code",
    "class_case": "ClassCase.objects.published().first().pk",
    "filing": "Filing.objects.first().pk",
    "filed_for": "Filing.objects.first().need.reference",
    "filed_token": "Filing.objects.first().need.token",
    "joinable": "Need.objects.open().filter(category='PRO', kind='need', is_personal=False, is_protected=False,"
    " incident=None).order_by('pk').first().reference",
    "order": "Need.objects.of_units(operator).open().first().reference",
    "talked_about": "case('in_discussion', council__park__code='P01')",
    "voted_on": "case('voting', council__park__code='P01')",
    "carried": "case('executing')",
    "unprepared": "case('preparing')",
    "advised": "Advice.objects.awaited().filter(unit__in=operator.units()).first().pk",
    "voiced": "Voice.objects.standing().first().need.reference",
    "action": "Action.objects.open().first().pk",
    "built": "(lambda one: f'{one.park_code}/works/{one.pk}')(SmallWork.objects.filter(state='accepted').first())",
    "building": "(lambda one: f'{one.park_code}/works/{one.pk}')(SmallWork.objects.filter(state='in_work').first())",
    "polled": "(lambda one: f'{one.park.code}/polls/{one.pk}')(Poll.objects.order_by('pk').first())",
    "accounted": "quarter('disclosed')",
    "audited": "quarter('audited')",
    "ahead": "meeting(state__in=['convened', 'agenda_frozen'])",
    "minutes_issued": "document(state='issued')",
    "minutes_open": "document(state__in=['draft', 'circulated', 'approved', 'signed'])",
    "short": "CompositionAlarm.objects.sounding().first().council.park.code",
    "seat": "Representative.objects.get(person__username='chair', state='serving').seat_id",
    "sits": "Representative.objects.get(person__username='chair', state='serving').pk",
    "supervised": "SupervisionOrder.objects.registered().open().order_by('pk').first().pk",
    "instruction": "Instruction.objects.standing().first().pk",
    "choosing": "Election.objects.get(council__park__code='P01').pk",
    "chosen": "Election.objects.get(council__park__code='P02').pk",
    "teamed": "Joint.objects.first().need.reference",
    "mediated": "(lambda one: f'{one.need.reference}/mediation/{one.pk}')(Mediation.objects.first())",
    "ready": "Voucher.objects.usable().filter(person=volunteer).first().pk",
    "drunk": "Voucher.objects.get(person__username='leader', state='used').pk",
    "drunk_code": "Voucher.objects.get(person__username='leader', state='used').code",
    "settled": "Settlement.objects.first().pk",
    "visited": "Visit.objects.of(Person.objects.get(username='leader')).first().pk",
    "confirmable": "Visit.objects.standing().first().get_confirmation_url().split('/')[-2]",
    "patrol": "Patrol.objects.in_use().filter(park__code='P01').first().pk",
    "walked": "Walk.objects.visible_to(volunteer).finished().first().pk",
    "walking": "Walk.objects.under_way().get(walker__username='leader2').pk",
    "unticked": "CheckPoint.objects.filter(patrol__walks__in=Walk.objects.under_way()).last().pk",
    "duty": "Duty.objects.in_use().first().pk",
    "seen": "Need.objects.on_site(volunteer).open().first().reference",
    "own_firm": "Enterprise.objects.get(code='E02229').pk",
    "unclaimed": "FirmClaim.objects.waiting().get(way='people').enterprise_id",
    "firm_claim": "FirmClaim.objects.waiting().get(way='people').pk",
    "invited": "Invitation.objects.live().first().pk",
    "colleague": "Membership.objects.get(person__username='firm-colleague', ends_on=None).pk",
    "brought": "DirectoryImport.objects.first().pk",
    "hook": "Hook.objects.first().pk",
    "data_check": "DataCheck.objects.waiting().first().token",
}
