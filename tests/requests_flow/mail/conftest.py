"""Letters as mail servers bring them, and the mailbox they are put into."""

import io
from email.message import EmailMessage

import pytest
from django.core.management import CommandError, call_command

from requests_flow.mail.receiving import receive

SENDER = "qin@firm.example.com"


def letter(
    text="3号楼东侧客梯又停了，大堂排了三四十人。", *, subject="电梯停了", sender=SENDER, **headers
) -> EmailMessage:
    """A plain mail: `letter("…", in_reply_to="<…>")`; a header that is None is left out."""
    message = EmailMessage()
    said = {"From": f"秦清溪 <{sender}>", "To": "desk@parkdesk.example", "Subject": subject} | {
        name.replace("_", "-").title(): value for name, value in headers.items()
    }
    said.setdefault("Message-Id", "<one@firm.example.com>")
    for name, value in said.items():
        if value is not None:
            message[name] = value
    message.set_content(text)
    return message


def put_in(message):
    """Take a letter, or bytes, in; returns what was done."""
    raw = message if isinstance(message, bytes) else message.as_bytes()
    return receive(raw, size=len(raw))


@pytest.fixture
def pipe(monkeypatch, capsys):
    """`manage.py receive_mail < bytes`: (exit code, what it said)."""

    def go(raw: bytes) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
        try:
            call_command("receive_mail")
        except CommandError as error:
            return error.returncode, str(error)
        return 0, capsys.readouterr().out.strip()

    return go
