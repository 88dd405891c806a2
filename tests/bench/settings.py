"""Production's settings with the two bare views added. Nothing else differs from what serves the park."""

from parkdesk.settings.production import *  # noqa: F403
from parkdesk.settings.production import INSTALLED_APPS

ROOT_URLCONF = "tests.bench.urls"
INSTALLED_APPS = [*INSTALLED_APPS, "tests.bench"]
