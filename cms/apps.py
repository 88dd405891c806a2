"""The shop window as a Django app."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
