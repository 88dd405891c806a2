"""Everything local: no environment needed."""

from .base import *  # noqa: F403
from .base import VAR, env

DEBUG = env.bool("PARKDESK_DEBUG", default=True)
ALLOWED_HOSTS = ["*"]


def _local_secret() -> str:
    """A secret of this checkout, made once, so that links and sign-ins survive a restart."""
    from django.core.management.utils import get_random_secret_key

    path = VAR / "secret"
    if not path.exists():
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text()


SECRET_KEY = env.str("PARKDESK_SECRET_KEY", default="") or _local_secret()
CSRF_TRUSTED_ORIGINS = env.list("PARKDESK_TRUSTED_ORIGINS", default=[])
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
