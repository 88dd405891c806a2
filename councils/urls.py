"""Addresses of councils (contracts.md). Who may go where stands in routes.py."""

from django.urls import URLPattern

app_name = "councils"
urlpatterns: list[URLPattern] = []
