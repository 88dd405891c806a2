"""Addresses of the directory."""

from django.urls import path

from enterprises import views

app_name = "enterprises"
urlpatterns = [
    path("places/", views.places, name="places"),
    path("places/<str:park>/posters.pdf", views.posters, name="posters"),
    path("places/<str:code>/<slug:verb>/", views.place_step, name="place_step"),
]
