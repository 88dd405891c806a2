"""What needs hold about people fades when its time is over: contacts are masked, pictures go (domain.md 11)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from parkdesk.core import files
from parkdesk.core.blotting import about_any
from parkdesk.core.models import Attachment, EntryText, Wishes
from requests_flow.erasing import OWN_PICTURES
from requests_flow.masking import found, masked
from requests_flow.models import Need, ReporterContact
from requests_flow.models.sorting_steps import searched
from requests_flow.personal import Personal

ALL_KINDS = frozenset(Personal)


def old_contacts(before: datetime) -> QuerySet[ReporterContact]:
    """Contacts whose last need ended before that moment; what is masked already is not old any more."""
    later = Q(closed_at__isnull=True) | Q(closed_at__gte=before)
    same_phone = Need.objects.filter(later, contact__phone=OuterRef("phone"))
    same_mail = Need.objects.filter(later, contact__email=OuterRef("email"))
    masked_already = [Q(**{name: ""}) | Q(**{f"{name}__contains": "*"}) for name in ("phone", "email", "name")]
    ended = ReporterContact.objects.filter(need__closed_at__lt=before).exclude(*masked_already)
    ended = ended.exclude(Exists(same_phone) & ~Q(phone="")).exclude(Exists(same_mail) & ~Q(email=""))
    return ended.select_related("need", "need__enterprise").order_by("pk")


@transaction.atomic
def mask_contact(contact: ReporterContact) -> None:
    """Surname and the ends of number and address stay, for figures and a question to the files."""
    ReporterContact.objects.filter(pk=contact.pk).update(
        name=contact.masked_name, phone=contact.masked_phone, email=contact.masked_email
    )
    need = contact.need
    Wishes.objects.filter(recipient=f"need:{need.pk}").delete()
    need.title, need.text = (masked(text, ALL_KINDS) for text in (need.title, need.text))
    need.search_text = searched(need)
    need.save(update_fields=["title", "text", "search_text"])
    said = EntryText.objects.filter(entry__in=about_any(Need.objects.filter(pk=need.pk)))
    named = [one.pk for one in said if found(one.words) or (contact.name and contact.name in one.words)]
    EntryText.objects.filter(pk__in=named).delete()


def old_pictures(before: datetime) -> QuerySet[Attachment]:
    """Pictures that reporters sent, of needs that ended before that moment."""
    ended = Need.objects.filter(pk=OuterRef("subject_id"), closed_at__lt=before)
    sent = Attachment.objects.filter(subject_type=Need._meta.label_lower, step__in=OWN_PICTURES)
    return sent.filter(Exists(ended)).order_by("pk")


def drop_picture(picture: Attachment) -> None:
    """The picture and its files."""
    files.erase(Attachment.objects.filter(pk=picture.pk))
