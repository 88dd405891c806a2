"""Behind TLS; every secret from the environment alone."""

from .base import *  # noqa: F403
from .base import LOGGING, env

SECRET_KEY = env.str("PARKDESK_SECRET_KEY")
ALLOWED_HOSTS = env.list("PARKDESK_ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("PARKDESK_TRUSTED_ORIGINS", default=[])
SECURE_SSL_REDIRECT = env.bool("PARKDESK_SSL_REDIRECT", default=True)
# Probes ask this process itself, without the proxy that holds the certificate.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# One line of JSON for each line of the log, unless somebody wants to read along.
LOG_FORMAT = env.str("PARKDESK_LOG_FORMAT", default="json")
LOGGING["handlers"]["console"]["formatter"] = LOG_FORMAT
LOGGING["loggers"]["parkdesk.request"]["level"] = "INFO" if LOG_FORMAT == "json" else "WARNING"
