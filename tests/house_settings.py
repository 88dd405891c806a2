"""What the house of the journeys runs with: as in `make demo`, but static files are hashed without being compressed."""

from parkdesk.settings.dev import *  # noqa: F403
from parkdesk.settings.dev import STORAGES

# Compressing Wagtail's files takes longer than all journeys; the checks compress what they weigh.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
