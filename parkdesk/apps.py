"""The composing app: commands, pages that join packages, base templates."""

from django.apps import AppConfig


class ParkdeskConfig(AppConfig):
    name = "parkdesk"
    label = "parkdesk"
