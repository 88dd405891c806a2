"""Codes by e-mail and text message. They go out in the background: how long a page takes tells nobody who exists."""

from django.core.mail import EmailMessage
from django_tasks import task

from parkdesk.core import channels
from parkdesk.core.channels.base import Parcel
from parkdesk.core.idempotency import new_key
from parkdesk.core.models import Notice
from parkdesk.core.recipients import Address
from parkdesk.core.wording import Message


@task()
def send_mail(to: str, subject: str, body: str) -> None:
    """One mail about an account; automatic mail says so (RFC 3834)."""
    EmailMessage(subject, body, to=[to], headers={"Auto-Submitted": "auto-generated"}).send()


@task()
def send_text(to: str, words: str) -> None:
    """One text message to `+86…`; the set-up page shows when the provider fails."""
    channel = channels.by_code(Notice.Channel.SMS)
    try:
        with channel.line() as line:
            line.send(Parcel(new_key(), Address(phone=to), Message(words, "")))
    except Exception as error:  # a provider may fail in any way
        channels.note(channel.code, type(error).__name__)
        raise


def ways() -> frozenset[str]:
    """By which channels a code can go out now: "email", "sms"."""
    return channels.open_now() & {str(Notice.Channel.EMAIL), str(Notice.Channel.SMS)}
