"""Addresses of GeoReport v2: the form asked for is the ending."""

from django.urls import path, register_converter

from requests_flow.open311 import views


class FormConverter:
    """`json` or `xml`."""

    regex = "json|xml"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(FormConverter, "form")
app_name = "open311"
urlpatterns = [
    path("discovery.<form:form>", views.discovery, name="discovery"),
    path("v2/services.<form:form>", views.services, name="services"),
    path("v2/services/<str:code>.<form:form>", views.service, name="service"),
    path("v2/requests.<form:form>", views.requests, name="requests"),
    path("v2/requests/<str:number>.<form:form>", views.one, name="request"),
    path("v2/tokens/<str:number>.<form:form>", views.token, name="token"),
]
