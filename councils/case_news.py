"""Whether anything about a case has changed since a page was drawn: one query, for a page that asks every 4 s."""

from django.core import signing
from django.db.models import Max, Q

from councils.models import Case, Round
from enterprises.models import Person
from parkdesk.core.models import Entry

SALT = "councils.case_news"
# A page that is open longer than this asks with its whole permission again.
LASTS = 12 * 60 * 60


def mark(pk: int) -> int:
    """The newest entry about a case or one of its votes. One query."""
    of_case = Q(subject_type=Case._meta.label_lower, subject_id=pk)
    of_votes = Q(subject_type=Round._meta.label_lower, subject_id__in=Round.objects.filter(case=pk).values("pk"))
    return Entry.objects.filter(of_case | of_votes).aggregate(last=Max("pk"))["last"] or 0


def token(case: Case, person: Person) -> str:
    """What a page of this case, shown to this person now, brings along when it asks."""
    return signing.dumps([case.pk, person.pk, mark(case.pk)], salt=SALT, compress=True)


def is_unchanged(pk: int, person: Person, brought: str) -> bool:
    """Whether nothing has happened since the page was drawn for this very person. False for what we did not sign."""
    try:
        case, reader, last = signing.loads(brought, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    return (case, reader) == (pk, person.pk) and mark(pk) == last
