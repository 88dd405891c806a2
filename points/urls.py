"""Addresses of points and merchants (contracts.md). Who may go where stands in routes.py."""

from django.urls import URLPattern

app_name = "points"
urlpatterns: list[URLPattern] = []
