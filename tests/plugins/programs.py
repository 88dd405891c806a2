"""Which programs this machine has. Knows nothing of Django, so that `make test` can ask before anything starts."""

import os
import shutil


def find_chromium() -> str | None:
    """The program to drive: as PARKDESK_CHROMIUM says, or Debian's, or a Chrome on PATH or in macOS' place."""
    mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
    named = [os.environ.get("PARKDESK_CHROMIUM"), "chromium", "chromium-browser", "google-chrome", mac]
    return next((found for name in named if name and (found := shutil.which(name))), None)
