"""The nouns of needs, one file each."""

from requests_flow.models.judgement import FollowUp, Rating
from requests_flow.models.need import Need
from requests_flow.models.reporter import ReporterContact
from requests_flow.models.service import Service, ServiceTerms
from requests_flow.models.sorting import SortingModel
from requests_flow.models.visit import Visit

__all__ = ["FollowUp", "Need", "Rating", "ReporterContact", "Service", "ServiceTerms", "SortingModel", "Visit"]
