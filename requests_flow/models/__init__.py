"""The nouns of needs, one file each."""

from requests_flow.models.incident import Incident
from requests_flow.models.judgement import FollowUp, Rating
from requests_flow.models.link import NeedLink
from requests_flow.models.need import Need
from requests_flow.models.reporter import ReporterContact
from requests_flow.models.saved_view import SavedView
from requests_flow.models.service import Service, ServiceTerms
from requests_flow.models.visit import Visit

__all__ = [
    "FollowUp", "Incident", "Need", "NeedLink", "Rating", "ReporterContact", "SavedView", "Service", "ServiceTerms",
    "Visit",
]  # fmt: skip
