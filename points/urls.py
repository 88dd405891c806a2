"""Addresses of points and merchants (contracts.md). Who may go where stands in parkdesk/routes/."""

from django.urls import path

from points.views import account, notice, review, rewards, rules, settlements, till, vouchers

app_name = "points"
urlpatterns = [
    path("points/", account.mine, name="points"),
    path("points/statement.csv", account.statement_csv, name="statement_csv"),
    path("points/rewards/", rewards.shelf, name="rewards"),
    path("points/rewards/<slug:code>/", rewards.reward, name="reward"),
    path("points/vouchers/<int:pk>/", vouchers.voucher, name="voucher"),
    path("points/vouchers/<int:pk>/state/", vouchers.state, name="voucher_state"),
    path("points/vouchers/<int:pk>/digits/", vouchers.digits, name="voucher_digits"),
    path("points/vouchers/<int:pk>/give-back/", vouchers.give_back, name="voucher_give_back"),
    path("points/rules/", rules.rules, name="rules"),
    path("points/review/", review.claims, name="review"),
    path("points/review/new/", review.propose, name="propose"),
    path("points/review/<int:pk>/", review.claim, name="claim"),
    path("points/notice/", notice.notice, name="notice"),
    path("points/notice/<int:pk>/", notice.object_to, name="objection"),
    path("merchant/", till.till, name="till"),
    path("merchant/scan/<str:code>/", till.scan, name="till_scan"),
    path("merchant/take/", till.take, name="till_take"),
    path("merchant/vouchers/<int:pk>/", till.taken, name="till_taken"),
    path("merchant/vouchers/<int:pk>/undo/", till.undo, name="till_undo"),
    path("merchant/settlements/", settlements.settlements, name="settlements"),
    path("merchant/settlements/<int:pk>/", settlements.settlement, name="settlement"),
]
