"""A mail comes in: it becomes a need, answers or adds to one, or is dropped; once, and nothing by half."""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from enterprises import finding
from parkdesk.core import files, limits
from parkdesk.core.actors import Holder
from parkdesk.core.flow import advance
from parkdesk.core.models import Notice
from parkdesk.core.search import characters
from requests_flow import reference as references
from requests_flow.intake import Place, Report, hand_in, title_of
from requests_flow.mail.own_words import bare_subject
from requests_flow.mail.reading import Enclosure, Letter, TooNested, head, read
from requests_flow.mail.refusing import OWN_ID_ENDS, why_dropped
from requests_flow.models import Need, ReceivedMail
from requests_flow.models.mail import Outcome, Reason
from requests_flow.words import AT_WORK, Channel, State

MOST_BYTES = 25 * 1024 * 1024
TEXT_AT_MOST = 20_000
TITLE_AT_MOST = 80
PER_SENDER, HOUR = 30, timedelta(hours=1)
MAILBOX = Holder("terminal", "mail")
# They wrote to us to be answered: the address is kept for that and needs no tick (PIPL 13, 2 and 17).
BY_MAIL = "by-mail"


@dataclass(frozen=True)
class Received:
    """What was done with a mail; `is_new` is False for one that had been received before."""

    mail: ReceivedMail
    is_new: bool = True


def receive(raw: bytes, *, size: int, envelope_sender: str | None = None) -> Received:
    """Take in one message of `size` bytes; of one that is larger than MOST_BYTES, `raw` may hold the beginning only.

    Raises Unreadable for what is no mail, TooMany for a sender who writes too often, and what the database raises.
    """
    letter, reason = _look(raw, size, envelope_sender)
    by_id = f"{letter.message_id}\n{letter.sender}".encode() if letter.message_id else raw
    row = ReceivedMail(
        digest=hashlib.sha256(by_id).hexdigest(), message_id=letter.message_id, size=size,
        outcome=Outcome.DROPPED, reason=reason,
    )  # fmt: skip
    if known := _seen(row):
        return Received(known, is_new=False)
    try:
        return Received(_dropped(row) if reason else _taken(row, letter))
    except IntegrityError:
        if known := _seen(row):  # the same message, by another hand at the same moment
            return Received(known, is_new=False)
        raise


def _seen(row: ReceivedMail) -> ReceivedMail | None:
    return ReceivedMail.objects.filter(digest=row.digest).first()


def _look(raw: bytes, size: int, envelope_sender: str | None) -> tuple[Letter, str]:
    """The letter, and why it is dropped. One that is too large or too deep is known by its headers alone."""
    if size > MOST_BYTES:
        return head(raw), Reason.TOO_LARGE
    try:
        letter = read(raw)
    except (TooNested, RecursionError):
        return head(raw), Reason.TOO_NESTED
    return letter, why_dropped(letter, envelope_sender=envelope_sender)


def _dropped(row: ReceivedMail) -> ReceivedMail:
    row.save(force_insert=True)
    return row


def _taken(row: ReceivedMail, letter: Letter) -> ReceivedMail:
    """What somebody wrote. Pictures are drafts first, so that nothing is decoded while rows are locked."""
    limits.hit(f"mail:{hashlib.sha256(letter.sender.encode()).hexdigest()}", limit=PER_SENDER, window=HOUR)
    language = "zh-hans" if characters(letter.subject + letter.whole[:2000]) else "en"
    with translation.override(language):
        pictures, left_out = _kept(letter.enclosures)
        words = letter.words or bare_subject(letter.subject) or _("(Pictures without words)")
        report = _report(letter, _with_left_out(words, left_out), pictures, language)
        with transaction.atomic():
            row.outcome, row.need = _handed_in(letter, report)
            row.save(force_insert=True)
    return row


def _handed_in(letter: Letter, report: Report) -> tuple[str, Need]:
    """An answer to a question of ours, an addition to a need at work, or a need of its own."""
    known = _known(letter)
    if known is None or known.state not in AT_WORK:
        return Outcome.NEED, hand_in(replace(report, text=_about(known, report.text)), by=MAILBOX)[0]
    is_asked = known.state == State.WAITING_ENTERPRISE
    step, word = ("reply", "answer") if is_asked else ("add", "message")
    files.claim_drafts(report.pictures, known, step=step)
    need = advance(known, step, by=Holder("link", f"need:{known.pk}"), **{word: report.text})
    return (Outcome.REPLY if is_asked else Outcome.ADDED), need


def _report(letter: Letter, text: str, pictures: list[str], language: str) -> Report:
    """The firm stays a name as it was written: the desk decides whether it is the firm's matter (decisions 6)."""
    said = f"{letter.subject}\n{letter.whole[:TEXT_AT_MOST]}"
    park, building = finding.Places().in_text(said)
    firm = finding.firm_in_text(said)
    if park is None and firm is not None:
        park, building = firm.park, firm.building
    return Report(
        text=text,
        title=bare_subject(letter.subject)[:TITLE_AT_MOST] or title_of(text),
        place=Place(park, building),
        channel=Channel.EMAIL,
        language=language,
        enterprise_name=firm.name if firm else "",
        name=letter.sender_name[:60],
        email=letter.sender,
        consent_version=BY_MAIL,
        pictures=pictures,
    )


def _about(known: Need | None, text: str) -> str:
    """An answer to a need that is done is a need of its own that names it: nobody would look at the old one."""
    if known is None:
        return text
    return "\n\n".join([_("This answers %(need)s, which is “%(state)s”.") % _named(known), text])


def _named(need: Need) -> dict[str, str]:
    return {"need": str(need.reference), "state": need.get_state_display()}


def _known(letter: Letter) -> Need | None:
    """The need that this mail answers: by its number in the subject or our message that it names.

    Only when it comes from the address of whoever reported that need; everybody else's mail is a need of its own.
    """
    named = [tidied for one in references.FIND.findall(letter.subject) if (tidied := references.tidy(one))]
    needs = Need.objects.handed_in().filter(Q(reference__in=named) | Q(pk__in=_told_of(letter)))
    is_theirs = Q(contact__email__iexact=letter.sender) | Q(reporter__email__iexact=letter.sender)
    return needs.filter(is_theirs).order_by("-pk").first()


def _told_of(letter: Letter) -> list[int]:
    """The needs that our messages were about which this mail answers."""
    ours = [one.removesuffix(OWN_ID_ENDS) for one in letter.answers if one.endswith(OWN_ID_ENDS)]
    ids = [found for one in ours if (found := _uuid(one))]
    about = Notice.objects.filter(message_id__in=ids, entry__subject_type=Need._meta.label_lower)
    return list(about.values_list("entry__subject_id", flat=True)) if ids else []


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _kept(enclosures: list[Enclosure]) -> tuple[list[str], list[str]]:
    """(keys of the pictures that were stored, a line for each file that was not)."""
    keys: list[str] = []
    lines: list[str] = []
    for one in enclosures:
        try:
            keys.append(_picture(one, len(keys)))
        except files.Refused as refused:
            name = one.name or one.kind
            lines.append(_("%(name)s (%(size)s KB): %(why)s") % {
                "name": name, "size": max(1, len(one.content) // 1024), "why": refused.message,
            })  # fmt: skip
    return keys, lines


def _picture(one: Enclosure, so_far: int) -> str:
    if not one.is_picture:
        raise files.Refused(_("Only pictures are stored here. Please ask the sender for it."))
    if so_far >= files.MAX_PICTURES:
        raise files.Refused(_("Only %(most)s pictures are stored with a need.") % {"most": files.MAX_PICTURES})
    return str(files.store_picture(SimpleUploadedFile("picture", one.content, one.kind)).key)


def _with_left_out(text: str, left_out: list[str]) -> str:
    """The words, and what of the mail is not here: nothing is lost without a word."""
    over = len(text) - TEXT_AT_MOST
    if over > 0:
        note = _("[The mail goes on for %(count)s more characters. Please ask the sender for a shorter one.]")
        text = f"{text[:TEXT_AT_MOST]}…\n\n{note % {'count': over}}"
    if left_out:
        text = "\n".join([text, "", _("[Files that came along and are not stored:]"), *left_out[:20]])
    return text
