"""Production's settings with the bare views and the stock page's template. Nothing else differs from the park's."""

from parkdesk.settings.production import *  # noqa: F403
from parkdesk.settings.production import INSTALLED_APPS

ROOT_URLCONF = "tests.bench.urls"
INSTALLED_APPS = ["tests.bench", *INSTALLED_APPS]
