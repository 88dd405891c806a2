"""Pages that editors write, and the pages that follow what the house does: one file a noun."""

from cms.models.home import HomePage
from cms.models.minutes import MinutesIndexPage, MinutesPage
from cms.models.moderation import SecondReader
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.service import ServiceIndexPage, ServicePage

__all__ = [
    "HomePage",
    "MinutesIndexPage",
    "MinutesPage",
    "NewsIndexPage",
    "NewsPage",
    "SecondReader",
    "ServiceIndexPage",
    "ServicePage",
]
