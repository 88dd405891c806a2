"""Addresses of the directory."""

from django.urls import path

from enterprises import place_views, registration_views, views
from enterprises.signing_in import factor_views
from enterprises import directory_views, place_views, registration_views, views
from enterprises.imports import views as imports

app_name = "enterprises"
urlpatterns = [
    path("", directory_views.directory, name="directory"),
    path("export.<slug:kind>", directory_views.export, name="directory_export"),
    path("import/", imports.imports, name="imports"),
    path("import/<int:pk>/", imports.one, name="import"),
    path("import/<int:pk>/columns/", imports.columns, name="import_columns"),
    path("import/<int:pk>/places/", imports.places, name="import_places"),
    path("import/<int:pk>/rows/<int:number>/", imports.decide, name="import_decide"),
    path("import/<int:pk>/take-back/", imports.undo, name="import_undo"),
    path("import/<int:pk>/rows-to-mend.xlsx", imports.errors, name="import_errors"),
    path("import/<int:pk>/<slug:verb>/", imports.act, name="import_act"),
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
