"""What the house of the journeys runs with: as in `make demo`, but static files are hashed without being compressed."""

from parkdesk.settings.dev import *  # noqa: F403
from parkdesk.settings.dev import STORAGES

# Compressing Wagtail's files takes longer than all journeys; the checks compress what they weigh.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}

# One sign-in serves the pages of a whole session; that five minutes are asked for is shown in test_second_factor_gate.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 24 * 3600
