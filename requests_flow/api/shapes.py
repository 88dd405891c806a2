"""What other systems say and read: the schemas of /api/v1/."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, field_validator

from requests_flow.forms.intake import TEXT_AT_MOST

TELEPHONE = r"^(\+86)?1[3-9][0-9]{9}$"
MAILBOX = r"^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,60}(\.[A-Za-z0-9-]{1,60}){1,3}$"


class _Said(Schema):
    """What comes in: no fields beyond these, no guessing of types."""

    model_config = ConfigDict(strict=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _without_nul(cls, value: Any) -> Any:
        """No database takes this sign."""
        return value.replace("\x00", "\ufffd") if isinstance(value, str) else value


class ContactIn(_Said):
    """How to reach whoever asked. Only with their consent, which the calling system has obtained."""

    consent: Literal[True]
    name: str = Field("", max_length=60)
    phone: str | None = Field(None, pattern=TELEPHONE, description="A mobile number of mainland China.")
    email: str | None = Field(None, pattern=MAILBOX, max_length=254)


class NeedIn(_Said):
    """A need. Only the text is required."""

    text: str = Field(min_length=1, max_length=TEXT_AT_MOST, pattern=r"\S", description="In the words of whoever asks.")
    title: str = Field("", max_length=80)
    kind: Literal["need", "complaint", "suggestion"] = "need"
    language: Literal["zh-hans", "en"] = "zh-hans"
    park: str | None = Field(None, max_length=8, description="A code of /parks.")
    building: str | None = Field(None, max_length=16, description="A code of /parks; its park is known by it.")
    room: str = Field("", max_length=60)
    enterprise: str = Field("", max_length=120, description="Full name or unified social credit code.")
    is_personal: bool = Field(False, description="A private matter: colleagues of the firm never read it.")
    is_protected: bool = Field(False, description="Kept from the park's operator and property firm.")
    contact: ContactIn | None = None
    number: str = Field("", max_length=40, description="What the calling system calls it.")


class Promised(Schema):
    """What was promised, as of now. Null where nothing is promised yet or any more."""

    first_reply: datetime | None
    completion: datetime | None
    next: datetime | None = Field(description="What is due next.")


class NeedOut(Schema):
    """How a need stands. Nothing that somebody wrote, and nobody's name."""

    reference: str
    stage: str = Field(description="A code: submitted, acknowledged, triaged, …")
    stage_words: str = Field(description="The stage in the language asked for.")
    is_open: bool
    outcome: str = Field(description="A code once it is resolved, else empty.")
    received_at: datetime
    closed_at: datetime | None
    promised: Promised
    number: str


class MadeOut(NeedOut):
    """What to give to whoever asked: with these they follow it themselves."""

    pin: str
    tracking_url: str


class BuildingOut(Schema):
    code: str
    name: str


class ParkOut(Schema):
    code: str
    name: str
    address: str
    buildings: list[BuildingOut]


class ServiceOut(Schema):
    code: str
    name: str
    summary: str
    category: str
    category_name: str
    promised_working_days: float | None


class FieldProblem(Schema):
    field: str
    message: str


class ProblemOut(Schema):
    """A refusal (RFC 9457). Compare `type`; `detail` and `errors` are for people, in the language asked for."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldProblem]
