"""The nouns of needs, one file each."""

from requests_flow.models.claims import JointClaim, JointInstalment
from requests_flow.models.class_case import ClassCase
from requests_flow.models.class_member import ClassRefusal, Membership
from requests_flow.models.conduct import ConductReport
from requests_flow.models.document import RelatedDocument
from requests_flow.models.duty import Duty, DutyDone, Watch
from requests_flow.models.escalation import Escalation
from requests_flow.models.filing import Filing
from requests_flow.models.filing_paper import FilingPaper
from requests_flow.models.handling import ChecklistItem, Correction
from requests_flow.models.heard import Heard
from requests_flow.models.incident import Incident
from requests_flow.models.joint import Joint, JointMember, JointStatus
from requests_flow.models.judgement import CallAttempt, CallWish, FollowUp, Rating
from requests_flow.models.key import ApiKey, KeyedNeed
from requests_flow.models.link import NeedLink
from requests_flow.models.mail import ReceivedMail
from requests_flow.models.mediation import Mediation, MediationDuty, MediationParty, MediationSitting
from requests_flow.models.mending import Mending
from requests_flow.models.need import Need
from requests_flow.models.outreach import Circular
from requests_flow.models.outreach_copy import CircularCopy
from requests_flow.models.part import Part
from requests_flow.models.patrol import CheckPoint, Patrol
from requests_flow.models.questionnaire import AnswerSheet, Question, Questionnaire
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
    "AnswerSheet", "ApiKey", "CallAttempt", "CallWish", "CheckPoint", "ChecklistItem", "Circular", "CircularCopy",
    "ClassCase", "ClassRefusal", "ConductReport", "Correction", "Duty", "DutyDone", "Escalation", "Filing",
    "FilingPaper", "FollowUp", "Heard", "Incident", "Joint", "JointClaim", "JointInstalment", "JointMember",
    "JointStatus", "KeyedNeed", "Mediation", "MediationDuty", "MediationParty", "MediationSitting", "Membership",
    "Mending", "Need", "NeedLink", "Part", "Patrol", "Question", "Questionnaire", "Rating", "ReceivedMail",
    "RelatedDocument", "ReplyTemplate", "ReporterContact", "SafetyRound", "SavedView", "Service", "ServiceTerms",
    "SetAside", "SortingModel", "Sparing", "Tick", "UpwardRequest", "Visit", "Walk", "Watch",
]  # fmt: skip
