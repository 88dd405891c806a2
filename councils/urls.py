"""Addresses of councils (contracts.md). Who may go where stands in parkdesk/routes/."""

from django.urls import path

from councils.views import (
    agenda_items,
    cases,
    councils,
    meetings,
    minutes,
    resolutions,
    supervision,
    supervision_orders,
)

app_name = "councils"
urlpatterns = [
    path("council/", councils.mine, name="mine"),
    path("council/for/<str:ref>/", cases.case_for, name="case_for"),
    path("council/<str:park>/", councils.council, name="council"),
    path("council/<str:park>/cases/new/", cases.case_new, name="case_new"),
    path("council/<str:park>/cases/<int:pk>/", cases.case, name="case"),
    path("council/<str:park>/cases/<int:pk>/ballot/", cases.ballot, name="ballot"),
    path("council/<str:park>/cases/<int:pk>/<slug:verb>/", cases.case_step, name="case_step"),
    path("council/<str:park>/meetings/new/", meetings.new, name="meeting_new"),
    path("council/<str:park>/meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("council/<str:park>/meetings/<int:pk>/<slug:verb>/", meetings.act, name="meeting_act"),
    path("council/<str:park>/meetings/<int:pk>/<int:order>/<slug:verb>/", agenda_items.act, name="item_act"),
    path("council/<str:park>/minutes/<int:pk>/", minutes.minutes, name="minutes"),
    path("council/<str:park>/minutes/<int:pk>/minutes.pdf", minutes.sheet, name="minutes_pdf"),
    path("council/<str:park>/minutes/<int:pk>/minutes.docx", minutes.document, name="minutes_docx"),
    path("council/<str:park>/minutes/<int:pk>/<slug:verb>/", minutes.act, name="minutes_act"),
    path("council/<str:park>/resolutions/", resolutions.resolutions, name="resolutions"),
    path("council/<str:park>/resolutions/<int:pk>/<slug:verb>/", resolutions.act, name="resolution_act"),
    path("supervision/", supervision.register, name="supervision"),
    path("supervision/new/", supervision_orders.new, name="order_new"),
    path("supervision/bulletin/", supervision.show_bulletin, name="bulletin"),
    path("supervision/for/<str:ref>/", supervision.for_need, name="order_for"),
    path("supervision/letters/<int:pk>/", supervision.letter, name="letter"),
    path("supervision/letters/<int:pk>/send/", supervision.send_letter, name="letter_send"),
    path("supervision/letters/<int:pk>/letter.pdf", supervision.letter_sheet, name="letter_sheet"),
    path("supervision/<int:pk>/", supervision_orders.order, name="order"),
    path("supervision/<int:pk>/order.pdf", supervision.sheet, name="order_sheet"),
    path("supervision/<int:pk>/<slug:verb>/", supervision_orders.step, name="order_step"),
]
