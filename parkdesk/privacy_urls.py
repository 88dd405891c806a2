"""Addresses of what is held about me: signed in, and behind a tracking link."""

from django.urls import path

from parkdesk.views import erasing_at_the_desk, my_email, privacy

PAGES = (
    ("", "", privacy.mine),
    ("export/", "_export", privacy.take_along),
    ("correct/", "_correct", privacy.correct),
    ("agreement/", "_agreement", privacy.take_back),
    ("erase/", "_erase", privacy.erase),
    ("erase/really/", "_really", privacy.really),
)
urlpatterns = [
    *(path(f"me/privacy/{end}", view, name=f"me_privacy{name}") for end, name, view in PAGES),
    path("me/privacy/email/", my_email.address, name="me_email"),
    path("me/privacy/email/code/", my_email.code, name="me_email_code"),
    # Before the steps of a need, which take any word.
    *(path(f"needs/track/<str:token>/privacy/{end}", view, name=f"track_privacy{name}") for end, name, view in PAGES),
    path("desk/needs/<str:ref>/erase/", erasing_at_the_desk.erase, name="desk_erase"),
]
