"""The nouns of needs, one file each."""

from requests_flow.models.judgement import FollowUp, Rating
from requests_flow.models.key import ApiKey, KeyedNeed
from requests_flow.models.mail import ReceivedMail
from requests_flow.models.need import Need
from requests_flow.models.reporter import ReporterContact
from requests_flow.models.service import Service, ServiceTerms
from requests_flow.models.visit import Visit

__all__ = [
    "ApiKey",
    "FollowUp",
    "KeyedNeed",
    "Need",
    "Rating",
    "ReceivedMail",
    "ReporterContact",
    "Service",
    "ServiceTerms",
    "Visit",
]
