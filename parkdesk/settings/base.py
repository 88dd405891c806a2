"""What all settings share. Secrets and addresses come from the environment (see docs/settings.md)."""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from parkdesk.settings.policies import CMS_SECURITY_POLICY, CONTENT_SECURITY_POLICY  # noqa: F401

from .other_houses import *  # noqa: F403
from .outward import *  # noqa: F403
from .signing_in import *  # noqa: F403

ROOT = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

VAR = Path(env.str("PARKDESK_VAR", default=str(ROOT / "var")))
VAR.mkdir(parents=True, exist_ok=True)

DEBUG = False
PARKDESK_DEMO = env.bool("PARKDESK_DEMO", default=False)
DEVICE_INTAKE = env.bool("PARKDESK_DEVICES", default=False)  # what devices measure: off by default (decisions 44)
VOTE_WEIGHTS = env.bool("PARKDESK_VOTE_WEIGHTS", default=False)  # in polls alone, off by default (decisions 38, 44)
PUBLIC_URL = env.str("PARKDESK_PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "parkdesk",
    "parkdesk.core",
    "enterprises",
    "requests_flow",
    "points",
    "councils",
    "cms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "modelcluster",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks_db",
    "import_export",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    "parkdesk.metrics.measured",
    "django.middleware.security.SecurityMiddleware",
    "parkdesk.middleware.cms_policy",
    "parkdesk.middleware.behind_proxies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "parkdesk.middleware.plain_answers",
    "parkdesk.gate.role_gate",
    "parkdesk.gate.second_factor_gate",
    "cms.middleware.editors_in_step",
]

ROOT_URLCONF = "parkdesk.urls"
WSGI_APPLICATION = "parkdesk.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "parkdesk.context.house",
            ],
            "builtins": [
                "parkdesk.core.templatetags.parkdesk",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    }
]

# --- data -----------------------------------------------------------------------------------------
SQLITE_OPTIONS = {
    # IMMEDIATE is what keeps concurrent writers from "database is locked"; WAL alone does not (ADR 0002).
    "transaction_mode": "IMMEDIATE",
    "timeout": 30,
    # No mmap_size: with it, SQLite 3.40 lost commits among processes that open, write and close (ADR 0002).
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA recursive_triggers=ON;"
        "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=2000;"
    ),
}
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'parkdesk.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    # Seconds to wait for a connection: `/readyz` has to say within 10 that the database is gone.
    POOL = {"min_size": 1, "max_size": env.int("PARKDESK_DB_POOL", default=8), "timeout": 5}
    # 5: what parkdesk/core/prepared.py prepares stays prepared; Django's own statements never are.
    DATABASES["default"].setdefault("OPTIONS", {}).update(pool=POOL, prepare_threshold=5)
    DATABASES["default"]["CONN_MAX_AGE"] = 0
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if env.str("CACHE_URL", default=""):
    CACHES = {"default": env.cache_url("CACHE_URL")}
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "parkdesk_cache"}}

MEDIA_ROOT = VAR / "files"
STATIC_ROOT = VAR / "static"
STATIC_URL = "/static/"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_PERMISSIONS = 0o640

# How many proxies of ours stand before the house; each adds the address that it saw to X-Forwarded-For.
PROXIES = env.int("PARKDESK_PROXIES", default=0)
# Without a sign-in for so long an account is closed (domain.md 11; its own figure, as for contacts: 24 months).
ACCOUNT_UNUSED_DAYS = env.int("PARKDESK_ACCOUNT_UNUSED_DAYS", default=730)

# --- people ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "enterprises.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/me/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

# --- language and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [ROOT / "parkdesk" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- messages out ---------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10  # seconds: a mail server that does not answer must not hold the worker
DEFAULT_FROM_EMAIL = env.str("PARKDESK_FROM_EMAIL", default="desk@parkdesk.example")

# --- work in the background -----------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# --- keeping others out ---------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "parkdesk.views.errors.form_too_old"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Who may read /metrics: whoever has this token; without one, whoever asks from this machine or its network.
METRICS_TOKEN = env.str("PARKDESK_METRICS_TOKEN", default="")

# --- Wagtail --------------------------------------------------------------------------------------
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "parkdesk.core.search_pages"}}
# The house has one sign-in, one place for passwords and addresses; people come from the directory.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.approval.publish_approved"

# --- the community (one place of defaults, decisions 50) ------------------------------------------
COMMUNITY = {
    "name": _("Mengchuang Community"),
    "desk": _("Mengchuang Service Desk"),
    "address": _("Party and Mass Service Centre, Cangqian Sub-district, Yuhang, Hangzhou"),
    "landline": env.str("PARKDESK_LANDLINE", default="0571-00001000"),
    "hours": _("Working days 9:00–12:00, 13:30–17:30"),
}
WAGTAIL_SITE_NAME = COMMUNITY["desk"]
# The version of the privacy notice that a consent names; a new text gets a new one.
PRIVACY_VERSION = "2026-11b"
# Which page a scanned place code opens: purpose of the code -> URL name (the code itself does not know).
PLACE_CODE_DOORS = {"need": "requests_flow:new"}
# The page with the figures of one code; it counts needs, which a place code does not know.
PLACE_CODE_FIGURES = "requests_flow:place_figures"

LOG_FORMAT = env.str("PARKDESK_LOG_FORMAT", default="line")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
        "json": {"()": "parkdesk.discreet.Lines"},
    },
    "filters": {"discreet": {"()": "parkdesk.discreet.WithoutSecrets"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["discreet"]}},
    # The makers of PDFs tell each of their steps.
    # So does Wagtail of each page that is made or published: its own history keeps that.
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "wagtail")}
    | {"parkdesk.request": {"level": "INFO" if LOG_FORMAT == "json" else "WARNING"}},  # each answer: for machines
    "root": {"handlers": ["console"], "level": env.str("PARKDESK_LOG_LEVEL", default="INFO")},
}
