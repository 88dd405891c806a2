"""The nouns of needs, one file each."""

from requests_flow.models.conduct import ConductReport
from requests_flow.models.duty import Duty, DutyDone, Watch
from requests_flow.models.escalation import Escalation
from requests_flow.models.handling import ChecklistItem, Correction
from requests_flow.models.heard import Heard
from requests_flow.models.incident import Incident
from requests_flow.models.judgement import CallAttempt, CallWish, FollowUp, Rating
from requests_flow.models.key import ApiKey, KeyedNeed
from requests_flow.models.link import NeedLink
from requests_flow.models.mail import ReceivedMail
from requests_flow.models.mending import Mending
from requests_flow.models.need import Need
from requests_flow.models.part import Part
from requests_flow.models.patrol import CheckPoint, Patrol
from requests_flow.models.reply_template import ReplyTemplate
from requests_flow.models.reporter import ReporterContact
from requests_flow.models.saved_view import SavedView
from requests_flow.models.service import Service, ServiceTerms
from requests_flow.models.sorting import SortingModel
from requests_flow.models.sparing import SafetyRound, SetAside, Sparing
from requests_flow.models.upward import UpwardRequest
from requests_flow.models.visit import Visit
from requests_flow.models.walk import Tick, Walk

__all__ = [
    "ApiKey", "CallAttempt", "CallWish", "CheckPoint", "ChecklistItem", "ConductReport", "Correction", "Duty",
    "DutyDone", "Escalation", "FollowUp", "Heard", "Incident", "KeyedNeed", "Mending", "Need", "NeedLink", "Part",
    "Patrol", "Rating", "ReceivedMail", "ReplyTemplate", "ReporterContact", "SafetyRound", "SavedView", "Service",
    "ServiceTerms", "SetAside", "SortingModel", "Sparing", "Tick", "UpwardRequest", "Visit", "Walk", "Watch",
]  # fmt: skip
