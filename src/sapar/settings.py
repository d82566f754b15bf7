"""Settings: one readable file. What an installation may change comes from the environment.

Every name read here is listed in docs/reference/settings.md; a test keeps the two in step.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlparse

from csp.constants import NONE, SELF

from sapar.ground.kernel import InvalidInput


def env(name: str, default: str = "") -> str:
    """The value of an environment variable, or the default where it is not set."""
    return os.environ.get(name, default)


def env_flag(name: str, default: bool = False) -> bool:
    """Whether a switch is on: 1, true, yes or on."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


PACKAGE = Path(__file__).resolve().parent
DATA = Path(env("SAPAR_DATA", "./data")).resolve()

DEBUG = env_flag("SAPAR_DEBUG")
DEMO = env_flag("SAPAR_DEMO")


def secret_key() -> str:
    """The key that signs sessions: from the environment, else made once and kept with the data."""
    if given := env("SAPAR_SECRET_KEY"):
        return given
    kept = DATA / "secret-key"
    try:
        DATA.mkdir(parents=True, exist_ok=True)
        if not kept.exists():
            _keep_new_key(kept)
        return kept.read_text()
    except OSError as error:
        raise InvalidInput(
            f"The folder for the data cannot be used: {error.strerror}",
            where=str(DATA),
            remedy="Name a folder that can be written to in SAPAR_DATA.",
        ) from error


def _keep_new_key(kept: Path) -> None:
    """The key is written beside its place and then linked to it: nobody reads half a key."""
    descriptor, made = tempfile.mkstemp(dir=kept.parent)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
        # Of two processes that start at once, the first one's key stands.
        with contextlib.suppress(FileExistsError):
            os.link(made, kept)
    finally:
        os.unlink(made)


SECRET_KEY = secret_key()
ALLOWED_HOSTS = env("SAPAR_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in env("SAPAR_ORIGINS").split(",") if origin]


def database(url: str) -> dict[str, object]:
    """The database of a URL: PostgreSQL where one is given, else SQLite in the data folder."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA / "sapar.sqlite3"),
            # IMMEDIATE takes the write lock at once: two writers queue instead of failing midway.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    parts = urlparse(url)
    try:
        known, port = parts.scheme in {"postgres", "postgresql"}, parts.port
    except ValueError:  # a port that is no number
        known, port = False, None
    if not known:
        raise InvalidInput(
            "The address of the database cannot be read",
            where="DATABASE_URL",
            remedy="Write it as postgresql://user:password@host:5432/name.",
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database(env("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "sapar",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sapar.web.reading.AsOfMiddleware",
]

ROOT_URLCONF = "sapar.web.urls"
WSGI_APPLICATION = "sapar.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sapar.web.reading.page_frame",
            ],
        },
    }
]

AUTH_USER_MODEL = "sapar.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "sapar.web.accounts.ClosedSignup"
ACCOUNT_EMAIL_VERIFICATION = "none"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"
WHITENOISE_USE_FINDERS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env_flag("SAPAR_HTTPS")
SECURE_SSL_REDIRECT = env_flag("SAPAR_HTTPS")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_flag("SAPAR_HTTPS") else None
SECURE_HSTS_SECONDS = 31_536_000 if env_flag("SAPAR_HTTPS") else 0

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("SAPAR_LOG_LEVEL", "WARNING")},
}
