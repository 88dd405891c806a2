"""django-hordak alone, as its own documentation installs it. Nothing of the house is here."""

import environ

SECRET_KEY = "not a secret: the bench only"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "mptt",
    "djmoney",
    "hordak",
]
DATABASES = {"default": environ.Env().db_url("DATABASE_URL") | {"CONN_MAX_AGE": None}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DEFAULT_CURRENCY = HORDAK_INTERNAL_CURRENCY = "EUR"
CURRENCIES = HORDAK_CURRENCIES = ["EUR"]
USE_TZ = True
