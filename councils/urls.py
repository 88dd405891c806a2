"""Addresses of councils (contracts.md). Who may go where stands in routes.py."""

from django.urls import path

from councils.views import councils, supervision, supervision_orders

app_name = "councils"
urlpatterns = [
    path("council/", councils.mine, name="mine"),
    path("council/<str:park>/", councils.council, name="council"),
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
