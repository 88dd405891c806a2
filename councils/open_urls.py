"""Addresses of councils that machines know by heart: outside the languages (decisions 19), in the house's own."""

from django.urls import path

from councils.views import public

urlpatterns = [
    path("council/<str:park>/meetings.ics", public.meetings_ics, name="council_ics"),
    path("council/<str:park>/minutes/feed/", public.in_chinese(public.MinutesFeed()), name="council_feed"),
    path("minutes/feed/", public.in_chinese(public.MinutesFeed()), name="minutes_feed"),
    path("data/votes/<int:pk>.json", public.vote_data, name="vote_json"),
]
