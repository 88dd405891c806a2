"""The nouns of needs, one file each."""

from requests_flow.models.conduct import ConductReport
from requests_flow.models.escalation import Escalation
from requests_flow.models.handling import ChecklistItem, Correction
from requests_flow.models.judgement import CallAttempt, CallWish, FollowUp, Rating
from requests_flow.models.mending import Mending
from requests_flow.models.need import Need
from requests_flow.models.part import Part
from requests_flow.models.reply_template import ReplyTemplate
from requests_flow.models.reporter import ReporterContact
from requests_flow.models.service import Service, ServiceTerms
from requests_flow.models.upward import UpwardRequest
from requests_flow.models.visit import Visit

__all__ = [
    "CallAttempt",
    "CallWish",
    "ChecklistItem",
    "ConductReport",
    "Correction",
    "Escalation",
    "FollowUp",
    "Mending",
    "Need",
    "Part",
    "Rating",
    "ReplyTemplate",
    "ReporterContact",
    "Service",
    "ServiceTerms",
    "UpwardRequest",
    "Visit",
]
