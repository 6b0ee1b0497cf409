"""The only settings file. Everything that changes from one install to the next comes from the environment.

``NAME_FILE`` names a file holding the value of ``NAME``: secrets never need to stand in the environment.
Each variable is described in ``docs/reglages.md``; a test holds the two lists equal.
"""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from cms.search import opensearch
from sites.modules import installed_from_outside

BASE = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    """The environment variable ``name``, or the content of the file that ``name_FILE`` points to."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def env_bool(name: str, *, default: bool = False) -> bool:
    """True for ``1``, ``true``, ``yes`` or ``oui``."""
    return env(name, "1" if default else "0").lower() in {"1", "true", "yes", "oui"}


def env_list(name: str, default: str = "") -> list[str]:
    """Values separated by commas."""
    return [value.strip() for value in env(name, default).split(",") if value.strip()]


def kept_secret(path: Path) -> str:
    """A key made once and kept beside the data, readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was faster
            return path.read_text(encoding="utf-8")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="utf-8")


# Where everything that must be saved lives: database, media, baked sites.
BEFFROI_VAR = Path(env("BEFFROI_VAR", str(BASE / "var"))).resolve()
BEFFROI_PORT = int(env("BEFFROI_PORT", "8000"))
BEFFROI_ADMIN_HOST = env("BEFFROI_ADMIN_HOST", "admin.localhost")
# The domain under which a commune without its own gets ``nomcommune.<domain>``.
BEFFROI_CDG_DOMAIN = env("BEFFROI_CDG_DOMAIN", "localhost")
BEFFROI_CDG_NAME = env("BEFFROI_CDG_NAME", "Centre de gestion du Lot")
BEFFROI_CDG_CONTACT = env("BEFFROI_CDG_CONTACT", "assistance@cdg.example")
# The local hour of the night at which training sites are made new again.
BEFFROI_TRAINING_HOUR = int(env("BEFFROI_TRAINING_HOUR", "3"))
# Who hosts the sites, as the legal notice must say it (law n° 2004-575, article 6): lines separated by commas.
BEFFROI_HOSTING_NAME = env("BEFFROI_HOSTING_NAME", BEFFROI_CDG_NAME)
BEFFROI_HOSTING_ADDRESS = env_list("BEFFROI_HOSTING_ADDRESS")
BEFFROI_HOSTING_PHONE = env("BEFFROI_HOSTING_PHONE")
# Where names of the communes lead: addresses of the web server, host that receives mail, DKIM selector of the CDG.
BEFFROI_WEB_IPV4 = env_list("BEFFROI_WEB_IPV4", "127.0.0.1")
BEFFROI_WEB_IPV6 = env_list("BEFFROI_WEB_IPV6", "::1")
BEFFROI_MAIL_HOST = env("BEFFROI_MAIL_HOST", f"mail.{BEFFROI_CDG_DOMAIN}")
BEFFROI_SPF = env("BEFFROI_SPF", "mx")
BEFFROI_DKIM_SELECTOR = env("BEFFROI_DKIM_SELECTOR", "beffroi")
# What else their zones say: who tells mail programs how to connect, who gives certificates, who reads DMARC reports.
BEFFROI_AUTOCONFIG_HOST = env("BEFFROI_AUTOCONFIG_HOST", f"autoconfig.{BEFFROI_CDG_DOMAIN}")
BEFFROI_CAA = env_list("BEFFROI_CAA", "letsencrypt.org")
BEFFROI_DMARC_REPORTS = env("BEFFROI_DMARC_REPORTS")
# The servers that hold the zones of the communes, given to registries and to new zones; empty: left as they are.
BEFFROI_NAMESERVERS = env_list("BEFFROI_NAMESERVERS")
# Which host holds what communes order (``deploy/drivers/chosen.py``); ``memory`` is paper, and asks nobody anything.
BEFFROI_DNS = env("BEFFROI_DNS", "memory")
BEFFROI_REGISTRAR = env("BEFFROI_REGISTRAR", "memory")
BEFFROI_MAIL = env("BEFFROI_MAIL", "memory")
BEFFROI_WEB = env("BEFFROI_WEB", "memory")
# Which registry says what of a domain, by extension (RDAP).
BEFFROI_RDAP = env_list(
    "BEFFROI_RDAP",
    "fr=https://rdap.nic.fr,re=https://rdap.nic.re,bzh=https://rdap.nic.bzh,alsace=https://rdap.nic.alsace,"
    "corsica=https://rdap.nic.corsica,paris=https://rdap.nic.paris,com=https://rdap.verisign.com/com/v1,"
    "net=https://rdap.verisign.com/net/v1,org=https://rdap.publicinterestregistry.org/rdap",
)
# Which registry says in what country an address is, and the resolver that checks ask; empty: nobody, and the system's.
BEFFROI_RDAP_ADDRESSES = env("BEFFROI_RDAP_ADDRESSES", "https://rdap.db.ripe.net").rstrip("/")
BEFFROI_RCPNT_RESOLVER = env("BEFFROI_RCPNT_RESOLVER")
# How each vendor of domains or zones is reached.
BEFFROI_GANDI_ADDRESS = env("BEFFROI_GANDI_ADDRESS", "https://api.gandi.net/v5")
BEFFROI_GANDI_TOKEN = env("BEFFROI_GANDI_TOKEN")
BEFFROI_GANDI_ORGANISATION = env("BEFFROI_GANDI_ORGANISATION")
BEFFROI_OVH_ADDRESS = env("BEFFROI_OVH_ADDRESS", "https://eu.api.ovh.com/1.0")
BEFFROI_OVH_APPLICATION_KEY = env("BEFFROI_OVH_APPLICATION_KEY")
BEFFROI_OVH_APPLICATION_SECRET = env("BEFFROI_OVH_APPLICATION_SECRET")
BEFFROI_OVH_CONSUMER_KEY = env("BEFFROI_OVH_CONSUMER_KEY")
BEFFROI_ZIMBRA_ADDRESS = env("BEFFROI_ZIMBRA_ADDRESS")
BEFFROI_ZIMBRA_LOGIN = env("BEFFROI_ZIMBRA_LOGIN")
BEFFROI_ZIMBRA_PASSWORD = env("BEFFROI_ZIMBRA_PASSWORD")
BEFFROI_DIMAIL_ADDRESS = env("BEFFROI_DIMAIL_ADDRESS")
BEFFROI_DIMAIL_LOGIN = env("BEFFROI_DIMAIL_LOGIN")
BEFFROI_DIMAIL_PASSWORD = env("BEFFROI_DIMAIL_PASSWORD")
BEFFROI_EPP_ADDRESS = env("BEFFROI_EPP_ADDRESS")
BEFFROI_EPP_LOGIN = env("BEFFROI_EPP_LOGIN")
BEFFROI_EPP_PASSWORD = env("BEFFROI_EPP_PASSWORD")
BEFFROI_EPP_AUTHORITY = env("BEFFROI_EPP_AUTHORITY")
BEFFROI_EPP_CERTIFICATE = env("BEFFROI_EPP_CERTIFICATE")
# Who gives certificates, and whom it warns; seconds that a text needs to reach every server of the CDG's zone.
BEFFROI_ACME = env("BEFFROI_ACME", "https://acme-v02.api.letsencrypt.org/directory")
BEFFROI_ACME_ROOT = env("BEFFROI_ACME_ROOT")
BEFFROI_ACME_WAIT = float(env("BEFFROI_ACME_WAIT", "10"))
BEFFROI_EMAIL = env("BEFFROI_EMAIL", BEFFROI_CDG_CONTACT)
# The folder where the web server finds certificates made here, copied for it.
BEFFROI_CERTIFICATES = env("BEFFROI_CERTIFICATES", "/var/lib/caddy/beffroi")
# How the hosts of zones are reached; secrets are best given by files.
BEFFROI_POWERDNS_URL = env("BEFFROI_POWERDNS_URL", "http://127.0.0.1:8081")
BEFFROI_POWERDNS_KEY = env("BEFFROI_POWERDNS_KEY")
BEFFROI_POWERDNS_KIND = env("BEFFROI_POWERDNS_KIND", "native")
BEFFROI_RFC2136_SERVER = env("BEFFROI_RFC2136_SERVER", "127.0.0.1:53")
BEFFROI_TSIG_NAME = env("BEFFROI_TSIG_NAME", "beffroi")
BEFFROI_TSIG_ALGORITHM = env("BEFFROI_TSIG_ALGORITHM", "hmac-sha256")
BEFFROI_TSIG_SECRET = env("BEFFROI_TSIG_SECRET")
# Public addresses of the sites: scheme, and port where it is not the scheme's own.
BEFFROI_SCHEME = env("BEFFROI_SCHEME", "http")
BEFFROI_PUBLIC_PORT = env("BEFFROI_PUBLIC_PORT", str(BEFFROI_PORT))

# Folders of the themes of contractors; ours, and those of installed packages, are always found.
BEFFROI_THEMES = env_list("BEFFROI_THEMES")
# An unknown name in a template is an error while developing, and empty in production: old blocks lack new fields.
BEFFROI_STRICT_TEMPLATES = env_bool("BEFFROI_DEBUG")
# Outside tools that a page may embed: the addresses a browser is let frame, and those the editor accepts.
BEFFROI_EMBED_ORIGINS = env_list(
    "BEFFROI_EMBED_ORIGINS",
    "https://umap.openstreetmap.fr,https://www.openstreetmap.org,https://www.youtube-nocookie.com,"
    "https://player.vimeo.com,https://www.helloasso.com,https://framaforms.org,https://app.panneaupocket.com,"
    "https://v.calameo.com,https://www.geoportail.gouv.fr",
)

# Where tiles of maps are asked for, on behalf of the visitors and without a word of them. Empty: no map is drawn.
BEFFROI_TILES_UPSTREAM = env("BEFFROI_TILES_UPSTREAM")
# Where the public services of a commune are told, {insee} standing for its number; empty: nobody is asked.
BEFFROI_ANNUAIRE_URL = env("BEFFROI_ANNUAIRE_URL")
BEFFROI_GUIDE_URL = env(
    "BEFFROI_GUIDE_URL", "https://lecomarquage.service-public.gouv.fr/vdd/3.5/{audience}/zip/vosdroits-latest.zip"
)
# In how many communes a content is published in one request: each is a copy of its pictures and documents.
BEFFROI_SEVERAL_MOST = int(env("BEFFROI_SEVERAL_MOST", "30"))
# Other sites whose pages may read the API in a browser: ``*`` for all. How many answers a neighbourhood gets a minute.
BEFFROI_API_ORIGINS = env_list("BEFFROI_API_ORIGINS", "*")
BEFFROI_API_RATE = int(env("BEFFROI_API_RATE", "600"))

DEBUG = env_bool("BEFFROI_DEBUG")
SECRET_KEY = env("BEFFROI_SECRET_KEY") or kept_secret(BEFFROI_VAR / "secret_key")
ALLOWED_HOSTS = ["*"]  # the embedded server and Caddy let through known hosts only
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = None

INSTALLED_APPS = [
    "cms.desk.apps.DeskConfig",
    "cms.accounts.apps.AccountsConfig",
    "cms.api.apps.ApiConfig",
    "cms.aide.apps.AideConfig",
    "cms.approval.apps.ApprovalConfig",
    "cms.drafts.apps.DraftsConfig",
    "cms.limits.apps.LimitsConfig",
    "cms.register.apps.RegisterConfig",
    "cms.accessibilite.apps.AccessibilityConfig",
    "cms.relecture.apps.RelectureConfig",
    "cms.several.apps.SeveralConfig",
    "cms.search.apps.SearchConfig",
    "cms.writing.apps.WritingConfig",
    "cms.courrier.apps.CourrierConfig",
    "cms.oldsite.apps.OldSiteConfig",
    "cms.composants.apps.ComposantsConfig",
    "cms.forwarding.apps.ForwardingConfig",
    "cms.guichet.apps.GuichetConfig",
    "cms.webhooks.apps.WebhooksConfig",
    "cms.origins.apps.OriginsConfig",
    "cms.partage.apps.Partage",
    "cms.apps.CmsConfig",
    "modules.acces_rapide.apps.AccesRapide",
    "modules.actualites.apps.Actualites",
    "modules.agenda.apps.AgendaModule",
    "modules.alerte.apps.Alerte",
    "modules.contact.apps.Contact",
    "modules.documents.apps.Documents",
    "modules.equipe_municipale.apps.EquipeMunicipale",
    "modules.flux_externes.apps.FluxExternes",
    "modules.marches.apps.Marches",
    "modules.horaires.apps.Horaires",
    "modules.formulaires.apps.FormulairesModule",
    "modules.galerie_photos.apps.GaleriePhotos",
    "modules.lexique.apps.Lexique",
    "modules.annuaire.apps.AnnuaireModule",
    "modules.comarquage.apps.Comarquage",
    "modules.plan.apps.PlanModule",
    "modules.portail.apps.Portail",
    "modules.reseaux_sociaux.apps.ReseauxSociaux",
    *installed_from_outside(),
    "modules.statistiques.apps.Statistiques",
    "deploy.apps.DeployConfig",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.locales",
    "cms.accounts.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    # Last, so that its policies replace those Wagtail registers in ready(): the last registration wins.
    "sites.apps.SitesConfig",
]

MIDDLEWARE = [
    "sites.public.middleware.PublicViews",  # first: a citizen meets neither session nor account
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.accounts.second_factor.SecondFactor",
    "sites.tenancy.gate.TenantGate",
    "axes.middleware.AxesMiddleware",
    "cms.limits.turns.OneCreationAtATime",  # last: it runs the view
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]


# Seconds. A connection opened anew reads the schema anew, and forgets the pages it holds: SQLite's too.
CONN_MAX_AGE = 60


def database(url: str) -> dict[str, Any]:
    """``postgresql://user:password@host:port/name``, or SQLite in ``BEFFROI_VAR`` when empty."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": BEFFROI_VAR / "db.sqlite3",
            "CONN_MAX_AGE": CONN_MAX_AGE,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": CONN_MAX_AGE,
        # One query joins every page type of a commune: compiling it takes seconds, reading it milliseconds.
        "OPTIONS": {"options": "-c jit=off"},
    }


DATABASES = {"default": database(env("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by the web process and the workers: the version of each commune's chrome lives there.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": BEFFROI_VAR / "cache",
        "TIMEOUT": None,
        # Beyond 300, Django throws entries away at random: the marks of what was already sent among them.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    },
    # Wagtail remembers a rendition by the number of its picture, which comes back after a rollback or a backup put
    # back, then naming a file that is gone. The row is one query away.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

# --- Accounts ---------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "sites.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "sites.tenancy.auth.MembershipBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "cms.accounts.strength.StrengthValidator"},
]
WAGTAILADMIN_USER_LOGIN_FORM = "cms.accounts.login.LoginForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.accounts.login.ResetForm"  # noqa: S105  # the name of a class
LOGIN_URL = "wagtailadmin_login"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEFFROI_SCHEME == "https"
SESSION_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "cms.accounts.login.account_name"
AXES_LOCKOUT_CALLABLE = "cms.accounts.login.locked_out"
AXES_VERBOSE = False
OTP_TOTP_ISSUER = "Beffroi"

# --- Language and time ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True

# --- Files ------------------------------------------------------------------------------------------------------
STATIC_URL = "/_/admin/"
STATIC_ROOT = BEFFROI_VAR / "static"
MEDIA_URL = "/_/media/"
MEDIA_ROOT = BEFFROI_VAR / "media"  # private: only baked files are served
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "cms.uploads.handler.BoundedFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# The scanner of what citizens join to their messages: the unix socket of clamd. Empty: none.
CLAMAV_SOCKET = env("CLAMAV_SOCKET")

# --- Mail -------------------------------------------------------------------------------------------------------
EMAIL_BACKEND = env("BEFFROI_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = BEFFROI_VAR / "outbox"
EMAIL_HOST = env("BEFFROI_EMAIL_HOST", "localhost")
EMAIL_PORT = int(env("BEFFROI_EMAIL_PORT", "25"))
EMAIL_TIMEOUT = 20  # seconds; a server that says nothing must not hold the other messages for ever
# Our own mail servers: their certificate, the account that reads the views, the webmails.
BEFFROI_MAIL_CERTIFICATE = env("BEFFROI_MAIL_CERTIFICATE", "/etc/beffroi/courriel.pem")
BEFFROI_MAIL_KEY = env("BEFFROI_MAIL_KEY", "/etc/beffroi/courriel.key")
BEFFROI_MAIL_DB_PASSWORD = env("BEFFROI_MAIL_DB_PASSWORD")
BEFFROI_WEBMAIL_HOST = env("BEFFROI_WEBMAIL_HOST", f"webmail.{BEFFROI_CDG_DOMAIN}")
BEFFROI_WEBMAIL_KEY = env("BEFFROI_WEBMAIL_KEY")
BEFFROI_ROUNDCUBE_DATABASE_URL = env("BEFFROI_ROUNDCUBE_DATABASE_URL")
BEFFROI_SOGO_DATABASE_URL = env("BEFFROI_SOGO_DATABASE_URL", "postgresql://sogo@127.0.0.1:5432/sogo")
DEFAULT_FROM_EMAIL = env("BEFFROI_EMAIL_FROM", BEFFROI_CDG_CONTACT)

# --- Wagtail ----------------------------------------------------------------------------------------------------
WAGTAIL_PAGE_MODEL = "cms.BasePage"
WAGTAILIMAGES_IMAGE_MODEL = "cms.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.DocumentFile"
WAGTAIL_SITE_NAME = "Beffroi"
WAGTAILADMIN_BASE_URL = f"{BEFFROI_SCHEME}://{BEFFROI_ADMIN_HOST}:{BEFFROI_PUBLIC_PORT}"
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français")]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False  # « this address is taken » would tell who has an account elsewhere
WAGTAIL_AUTOSAVE_INTERVAL = 2000
WAGTAIL_MODERATION_ENABLED = True
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False  # the commune's own people validate
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_USER_TIME_ZONES = ["Europe/Paris"]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
# Any other value turns the address of a page of any commune into its title.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = "none"
WAGTAILREDIRECTS_AUTO_CREATE = False  # ours are written per commune, without reading the table of sites
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.uploads.forms.PictureForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.uploads.forms.DocumentForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "odp", "docx", "xlsx", "pptx", "csv", "txt", "zip"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"


def search_backend(choice: str) -> dict[str, Any]:
    """``whoosh``, the embedded one; ``database``, that of the database; or the address of an OpenSearch server."""
    if choice in EMBEDDED_SEARCH:
        return EMBEDDED_SEARCH[choice]
    if urlsplit(choice).scheme in {"http", "https"}:
        french = opensearch.index_settings()
        here = {"BACKEND": "modelsearch.backends.opensearch3", "URLS": [choice], "INDEX_PREFIX": "beffroi_"}
        return {**here, "INDEX_SETTINGS": french}
    raise ValueError(f"BEFFROI_SEARCH : « {choice} » n’est ni whoosh, ni database, ni une adresse.")


# The configuration of PostgreSQL is made by a migration of ``cms.search``; SQLite ignores it.
EMBEDDED_SEARCH = {
    "whoosh": {"BACKEND": "cms.search.backend", "SEARCH_CONFIG": "beffroi"},
    "database": {"BACKEND": "modelsearch.backends.database", "SEARCH_CONFIG": "beffroi"},
}
WAGTAILSEARCH_BACKENDS = {"default": search_backend(env("BEFFROI_SEARCH", "whoosh"))}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SILENCED_SYSTEM_CHECKS: list[str] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("BEFFROI_LOG_LEVEL", "WARNING")},
}
