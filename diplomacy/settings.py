"""Settings, all from the environment; .env.example lists every variable with its meaning."""

import datetime
import os
from pathlib import Path

import pghistory
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from articles import language
from diplomacy import postgres

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name: str, default: bool) -> bool:
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


DEBUG = flag("DEBUG", default=not os.environ.get("DATABASE_URL"))
"""On for whoever tries the site with its own database; where one was named, others may reach it."""

DEFAULT_SECRET_KEY = "for-development-only-set-SECRET_KEY-before-anybody-else-can-reach-this-site"
SECRET_KEY = os.environ.get("SECRET_KEY", DEFAULT_SECRET_KEY)
if not DEBUG and (SECRET_KEY == DEFAULT_SECRET_KEY or len(SECRET_KEY) < 32):
    raise ImproperlyConfigured(
        "DEBUG is off, as it is by itself where DATABASE_URL is set; so SECRET_KEY must be set to 32 or more "
        "random characters of your own: python -c 'import secrets; print(secrets.token_urlsafe(50))'. "
        "On a machine that nobody else can reach DEBUG=1 will do."
    )

SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
"""Former keys, by which links in mails that were sent before still work."""

ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
SITE_NAME = "Demarche"
SITE_URL = os.environ.get("SITE_URL", "").rstrip("/")
"""Public address of the site, such as https://demarche.example; empty = taken from the request."""

SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT", "").strip()
"""Whom to tell about a hole, for security.txt; empty = CONTACT."""
CONTACT = os.environ.get("CONTACT", "").strip()
"""An e-mail address or a page by which readers reach the editors; empty = none is shown."""
RECORD_LICENCE = os.environ.get("RECORD_LICENCE", "CC BY 4.0").strip()
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
RECORD_LICENCE_URL = os.environ.get("RECORD_LICENCE_URL", CC_BY).strip()
"""Of the record: who said what, when, on which issue. Articles keep the licences of their publishers."""

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "csp",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "rest_framework",
    "drf_spectacular",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "articles",
]

MIDDLEWARE = [
    "articles.views.operations.logs.RequestLog",
    "articles.views.operations.metrics.Measured",
    "articles.views.encodings.TakenEncodings",
    "django_htmx.middleware.HtmxMiddleware",
    "articles.views.languages.Spoken",
    "articles.views.outage.Outage",
    "articles.views.page_cache.PublicPages",
    "django.middleware.security.SecurityMiddleware",
    "articles.views.guarding.Guard",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "articles.views.nul.NoNul",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "articles.views.limits.Limits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "articles.views.unreadable.PastUnreadable",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "diplomacy.urls"
WSGI_APPLICATION = "diplomacy.wsgi.application"

# The admin is written for Django's templates; the public ones name "jinja" (articles/views/access.py).
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
    {
        "NAME": "jinja",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "articles.views.jinja.environment"},
    },
]

DATABASES = postgres.databases(BASE_DIR)
DATABASE_ROUTERS = ["diplomacy.replicas.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = list(language.LANGUAGES.items())
LOCALE_PATHS = [language.LOCALE]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or BASE_DIR / "staticfiles")
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
if not DEBUG:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 8_000_000  # of a pasted text: 2 MB may be three times as long as it is sent
DATA_UPLOAD_MAX_NUMBER_FILES = 500
UPLOAD_MOST = int(os.environ.get("UPLOAD_MB") or 100) * 1_000_000
"""Bytes that an editor may send at once, files and all; others a megabyte."""
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
HTTPS = flag("HTTPS", False)
PROXIES = int(os.environ.get("PROXIES") or HTTPS)
"""Proxies of our own in front: by the last of them who asks is known, from X-Forwarded-For."""
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes come from inside, without TLS
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SILENCED_SYSTEM_CHECKS = ["security.W021"]  # a list built into browsers is for the owner of the domain
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

# History: who changed what, and what stood before. By the clock, not the start of the transaction, so that
# changes of one transaction keep their order. Readers are not asked who they are: that would cost a cookie.
PGHISTORY_CREATED_AT_FUNCTION = "CLOCK_TIMESTAMP()"
PROCRASTINATE_IMPORT_PATHS = ["articles.importing.tasks", "articles.curate.tasks"]
PROCRASTINATE_IMPORT_PATHS += ["articles.news.tasks", "articles.exports.tasks"]
PGHISTORY_BASE_MODEL = "articles.models.commits.Event"
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

FACET_INDEX_DIR = os.environ.get("FACET_INDEX_DIR", str(BASE_DIR / "var" / "facets"))
"""Where the index is kept that counts the choices beside each filter; empty = SQL counts them, always."""

BACKUP_DIR = os.environ.get("BACKUP_DIR") or str(BASE_DIR / "var" / "backups")
"""Where `manage.py backup` writes, and the page of the site's state looks for the latest."""

DATASET_DIR = os.environ.get("DATASET_DIR", "").strip()
"""Where the worker writes the data set each night, and /dataset/ takes it from; empty = there is none."""
DATASET_KEEP = int(os.environ.get("DATASET_KEEP") or 30)
"""So many of its latest versions stay; 0 = all."""

FRESH_WITHIN = float(os.environ.get("FRESH_WITHIN") or 0.25)
"""Seconds after which readers see a change at the latest; until something changes, pages are made once."""
PAGE_SECONDS = float(os.environ.get("PAGE_SECONDS") or 10)
"""That PostgreSQL may work on one question of a public page."""
EXPORTS_AT_ONCE = int(os.environ.get("EXPORTS_AT_ONCE") or 2)
"""Files that each process sends at the same time; of its threads, the others are left for pages."""
EXPORT_SECONDS = float(os.environ.get("EXPORT_SECONDS") or 600)
"""After which the connection of one that is still being sent is cut."""
PAGE_MEMORY = int(os.environ.get("PAGE_MEMORY_MB") or 32) * 1_000_000
"""Bytes of public pages that each process keeps."""

READER_URL = os.environ.get("READER_URL", "").strip()
"""A server that speaks the OpenAI chat protocol and reads articles; empty = the embedded reader does."""
READER_MODEL = os.environ.get("READER_MODEL", "").strip()
READER_KEY = os.environ.get("READER_KEY", "").strip()
READER_BUDGET = int(os.environ.get("READER_BUDGET") or 1_000_000)
"""Tokens a day; when they are spent, the embedded reader reads."""
READER_CONCURRENCY = int(os.environ.get("READER_CONCURRENCY") or 2)
"""Requests that each process has under way at most."""
READER_TIMEOUT = float(os.environ.get("READER_TIMEOUT") or 120)
"""Seconds that an answer may take."""
READER_TEMPERATURE = os.environ.get("READER_TEMPERATURE", "0").strip()
"""Empty = not sent, for models that refuse any."""
if READER_URL and not READER_URL.startswith(("http://", "https://")):
    raise ImproperlyConfigured("READER_URL must begin with http:// or https://: http://127.0.0.1:8080/v1")
if READER_URL and not 0 < len(READER_MODEL) <= 80:
    raise ImproperlyConfigured("READER_URL is set; so READER_MODEL must name a model, in 80 characters.")
if READER_CONCURRENCY < 1 or READER_TIMEOUT <= 0:
    raise ImproperlyConfigured("READER_CONCURRENCY and READER_TIMEOUT must be above 0.")

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{PASSWORD_RULES}.UserAttributeSimilarityValidator", "OPTIONS": {"max_similarity": 0.6}},
    {"NAME": f"{PASSWORD_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{PASSWORD_RULES}.CommonPasswordValidator"},
    {"NAME": f"{PASSWORD_RULES}.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # by the name alone anybody could lock an editor out
AXES_CLIENT_IP_CALLABLE = "articles.addresses.address_of_request"
AXES_LOCKOUT_CALLABLE = "articles.views.account.signing_in.locked"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
OTP_TOTP_ISSUER = SITE_NAME
RATES = {
    "search": os.environ.get("RATE_SEARCH", "240/minute").strip(),
    "suggest": os.environ.get("RATE_SUGGEST", "600/minute").strip(),
    "export": os.environ.get("RATE_EXPORT", "60/10minutes").strip(),
    "share": os.environ.get("RATE_SHARE", "20/hour").strip(),
    "report": os.environ.get("RATE_REPORT", "10/hour").strip(),
    "follow": os.environ.get("RATE_FOLLOW", "10/hour").strip(),
    "login": os.environ.get("RATE_LOGIN", "60/hour").strip(),
    "api": os.environ.get("RATE_API", "600/minute").strip(),
    "token": os.environ.get("RATE_TOKEN", "3000/minute").strip(),
}
"""How often one client may ask each process, by what is asked for (views/limits.py); empty = ever."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["articles.api.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "articles.api.problems.handler",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": SITE_NAME,
    "DESCRIPTION": "Who said what, for which country, on which issue, when.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": ["articles.api.schema.fields_may_be_missing"],
}

EMAIL_HOST = os.environ.get("EMAIL_HOST", "").strip()
"""A server that takes mail by SMTP; empty = mails are written to the console of the worker."""
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = int(os.environ.get("EMAIL_PORT") or 25)
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "").strip()
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 30  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "").strip() or "Demarche <demarche@localhost>"
"""Who sends them; by default nobody who could be answered."""

METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "").strip()
"""Whoever sends it is given /metrics; empty = nobody is."""
SLOW_MS = float(os.environ.get("SLOW_MS") or 1000)
"""Milliseconds from which on a question of a request to the database is logged."""
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "diplomacy.logs.JsonLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if flag("LOG_JSON", False) else "line",
        },
        "recent": {"class": "diplomacy.logs.Recent", "level": "ERROR"},
    },
    "root": {"handlers": ["console", "recent"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
