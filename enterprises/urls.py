"""Addresses of the directory."""

from django.urls import path

from enterprises import place_views, registration_views, views
from enterprises.signing_in import factor_views

app_name = "enterprises"
urlpatterns = [
    path("places/", views.places, name="places"),
    path("places/<str:park>/posters.pdf", place_views.posters, name="posters"),
    path("places/<str:park>/sheet.pdf", place_views.sheet, name="sheet"),
    path("places/<str:park>/new/<slug:kind>/", place_views.place_new, name="place_new"),
    path("places/<str:code>/<slug:verb>/", views.place_step, name="place_step"),
    path("register/", registration_views.register, name="register"),
    path("register/withdraw/", registration_views.withdraw, name="register_withdraw"),
    path("sign-ins/", factor_views.sign_ins, name="sign_ins"),
    path("sign-ins/<int:pk>/reset/", factor_views.factor_reset, name="factor_reset"),
    path("registrations/", registration_views.registrations, name="registrations"),
    path("registrations/<int:pk>/<slug:verb>/", registration_views.registration_step, name="registration_step"),
]
