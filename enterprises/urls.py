"""Addresses of the directory."""

from django.urls import path

from enterprises import (
    account_views,
    amend_views,
    claim_views,
    colleague_views,
    place_views,
    quality_views,
    registration_views,
    views,
)

app_name = "enterprises"
urlpatterns = [
    path("places/", views.places, name="places"),
    path("places/<str:park>/posters.pdf", place_views.posters, name="posters"),
    path("places/<str:park>/sheet.pdf", place_views.sheet, name="sheet"),
    path("places/<str:park>/new/<slug:kind>/", place_views.place_new, name="place_new"),
    path("places/<str:code>/<slug:verb>/", views.place_step, name="place_step"),
    path("register/", registration_views.register, name="register"),
    path("register/withdraw/", registration_views.withdraw, name="register_withdraw"),
    path("registrations/", registration_views.registrations, name="registrations"),
    path("registrations/<int:pk>/<slug:verb>/", registration_views.registration_step, name="registration_step"),
    path("claim/", claim_views.claim, name="claim"),
    path("claim/account/", account_views.account, name="claim_account"),
    path("claim/account/code/", account_views.account_code, name="claim_account_code"),
    path("claim/<int:pk>/", claim_views.claim_firm, name="claim_firm"),
    path("claim/<int:pk>/code/", claim_views.claim_code, name="claim_code"),
    path("claims/", claim_views.claims, name="claims"),
    path("claims/<int:pk>/<slug:verb>/", claim_views.claim_step, name="claim_step"),
    path("join/", colleague_views.join_by_code, name="join_by_code"),
    path("join/<str:code>/", colleague_views.join, name="join"),
    path("invitations/<int:pk>/", colleague_views.invitation, name="invitation"),
    path("invitations/<int:pk>/withdraw/", colleague_views.invitation_withdraw, name="invitation_withdraw"),
    path("members/<int:pk>/<slug:verb>/", colleague_views.member_step, name="member_step"),
    path("firms/<int:pk>/invite/", colleague_views.invite, name="invite"),
    path("firms/<int:pk>/correct/", amend_views.correct, name="correct"),
    path("firms/<int:pk>/contact/", amend_views.correct_contact, name="correct_contact"),
    path("firms/<int:pk>/confirm/", amend_views.confirm_data, name="confirm_data"),
    path("firms/<int:pk>/history/", amend_views.history, name="history"),
    path("firms/<int:pk>/move/", amend_views.move, name="move"),
    path("firms/<int:pk>/ask/", quality_views.ask_to_confirm, name="ask_to_confirm"),
    path("amendments/", amend_views.amendments, name="amendments"),
    path("amendments/<int:pk>/<slug:verb>/", amend_views.amendment_step, name="amendment_step"),
    path("moves/", amend_views.moves, name="moves"),
    path("moves/<int:pk>/undo/", amend_views.move_undo, name="move_undo"),
    path("check/<str:token>/", quality_views.check, name="check"),
    path("quality/", quality_views.overview, name="quality"),
    path("quality/<slug:code>/", quality_views.problem_list, name="quality_list"),
    path("quality/<slug:code>.<slug:form>", quality_views.problem_file, name="quality_file"),
]
