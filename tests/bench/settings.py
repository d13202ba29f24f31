"""The project's settings as in use, with a floor page to measure the others against."""

import os

os.environ.setdefault("SECRET_KEY", "for measuring only, and never a service that people can reach")
os.environ.setdefault("HTTPS", "false")
os.environ["DEBUG"] = "false"

from improvement.settings import *  # noqa: F403
from improvement.settings import BASE_DIR, DATABASES, STORAGES, TEMPLATES

ROOT_URLCONF = "tests.bench.urls"
TEMPLATES = [{**TEMPLATES[0], "DIRS": [*TEMPLATES[0]["DIRS"], BASE_DIR / "tests" / "bench" / "templates"]}]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
ALLOWED_HOSTS = ["testserver"]
STATIC_ROOT = BASE_DIR / "static"  # any folder that is there: nothing is served from it here
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    (BASE_DIR / ".local").mkdir(mode=0o700, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(BASE_DIR / ".local" / "bench.sqlite3")}
else:
    DATABASES["default"]["TEST"] = {"NAME": "bench_improvement"}
