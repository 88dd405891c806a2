"""The addresses of the house and, before them, the bare views with their lines in the role table."""

from django.urls import path

from parkdesk.admission import EVERYBODY, Route
from parkdesk.routes import ROUTES
from parkdesk.urls import handler400, handler403, handler404, handler500
from parkdesk.urls import urlpatterns as of_the_house
from tests.bench import views

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("bench/insert/", views.insert, name="bench_insert"),
    path("bench/insert/signed-in/", views.insert_signed_in, name="bench_insert_signed_in"),
    path("bench/rows/", views.rows, name="bench_rows"),
    *of_the_house,
]
# Whoever may read the desk's list may read the bare one: the gate asks the same of both.
ROUTES["bench_insert"] = Route(EVERYBODY)
ROUTES["bench_insert_signed_in"] = ROUTES["councils:ballot"]
ROUTES["bench_rows"] = ROUTES["requests_flow:desk"]
