"""The project's settings, made quick and quiet for tests. Nothing a user would notice is switched off."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "for tests only, and never a service that people can reach")
os.environ.setdefault("HTTPS", "false")
# Each process that runs tests keeps files in a folder of its own, gone when it is: beside another's, a test
# could not say that nothing was kept. A server that a test starts inherits both variables, and so the folder.
if os.environ.get("TEST_ATTACHMENTS_OF") != os.environ.get("PYTEST_XDIST_WORKER", "the only one"):
    _attachments = tempfile.TemporaryDirectory(prefix="attachments-")
    os.environ["ATTACHMENTS_DIR"] = _attachments.name
    os.environ["TEST_ATTACHMENTS_OF"] = os.environ.get("PYTEST_XDIST_WORKER", "the only one")

from improvement.settings import *  # noqa: F403
from improvement.settings import BASE_DIR, DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in use: an in-memory one cannot be shared by processes, or by a browser's parallel requests.
    (BASE_DIR / ".local").mkdir(mode=0o700, exist_ok=True)
    DATABASES["default"]["TEST"] = {
        "NAME": os.environ.get("TEST_DB", str(BASE_DIR / ".local" / "test.sqlite3"))
    }
