"""The shape of the project: its layout, its one-way imports, its locks, and how it starts."""

import json
import os
import re
import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "DEBUG": "false",
    "HTTPS": "true",
    "SECRET_KEY": "k" * 20 + "long-and-random-0123456789-abcdefghij",
}


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the project with only the given settings in its environment."""
    kept = {
        name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")
    }
    return subprocess.run(
        command, cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True, timeout=120
    )


def setting(expression: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What the settings (``s``) come to with that environment."""
    program = f"import improvement.settings as s; print(({expression}))"
    return run(sys.executable, "-c", program, **environment)


def versioned(*patterns: str) -> list[Path]:
    """Files under version control or about to be; skips where this is not a git checkout."""
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns)
    if listed.returncode:
        pytest.skip("Not a git checkout")
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


def test_nothing_stands_at_the_top_that_the_layout_does_not_name() -> None:
    folders = {path.relative_to(ROOT).parts[0] for path in versioned() if path.parent != ROOT}
    code = {"improvement", "plans", "ofsted", "templates", "static", "fixtures", "tests"}
    assert {"improvement", "plans", "ofsted", "tests"} <= folders
    assert {name for name in folders if not name.startswith(".")} <= code | {"requirements", "docs"}


def test_imports_run_one_way() -> None:
    checked = run(str(Path(sys.executable).with_name("lint-imports")), "--no-cache")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert " 0 broken" in checked.stdout


def test_what_measures_speed_still_finds_what_it_measures() -> None:
    """Nothing else imports these modules, so a move would not be noticed before the next ``make bench``."""
    asked = "import django; django.setup(); import tests.bench.run, tests.bench.memory"
    found = run(sys.executable, "-c", asked, DJANGO_SETTINGS_MODULE="tests.bench.settings")
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "misc.py", "common.py"])
def test_every_module_is_named_for_what_it_holds(name: str) -> None:
    assert [str(path) for path in versioned("*.py") if path.name == name] == []


def test_no_module_is_too_long_to_read() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in versioned("*.py")
        if "migrations" not in path.parts
    }
    assert {name: length for name, length in lengths.items() if length > 420} == {}


PYTHON_LOCKS = sorted((ROOT / "requirements").glob("*.lock"))
LOCKS = [*PYTHON_LOCKS, ROOT / "package-lock.json"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_holds_no_address(lock: Path) -> None:
    assert re.findall(r"\w+://\S+|--(?:index-url|extra-index-url|find-links)\b", lock.read_text()) == []


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda path: path.name)
def test_everything_locked_has_a_version_and_hashes(lock: Path) -> None:
    requirements = re.split(r"\n(?=\S)", lock.read_text().strip())
    assert [
        line for line in requirements if not re.match(r"[\w.-]+==\S+.*\n +--hash=sha256:\w{64}", line)
    ] == []


def test_everything_from_npm_has_a_digest() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_the_locks_agree_and_hold_what_is_asked_for() -> None:
    pins = {
        name: dict(
            re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements" / f"{name}.lock").read_text(), re.M)
        )
        for name in ("run", "build", "dev")
    }
    assert pins["run"].items() <= pins["build"].items() <= pins["dev"].items()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())

    def names(dependencies: list) -> set[str]:
        return {re.match(r"[\w.-]+", line)[0].lower() for line in dependencies if isinstance(line, str)}

    assert names(project["project"]["dependencies"]) <= set(pins["run"])
    assert names(project["dependency-groups"]["build"]) <= set(pins["build"])
    assert names(project["dependency-groups"]["dev"]) <= set(pins["dev"])


def test_every_dependency_says_what_it_is_for() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    start, end = lines.index("dependencies = ["), lines.index("[tool.ruff]")
    unexplained = [
        line
        for before, line in zip(lines[start:end], lines[start + 1 : end], strict=False)
        if line.startswith('    "') and not before.startswith(("    #", '    "'))
    ]
    assert unexplained == []


# --- Settings -----------------------------------------------------------------------------------------------


def test_without_a_key_and_with_debug_off_it_does_not_start() -> None:
    for key in ({}, {"SECRET_KEY": ""}):
        refused = setting("s.SECRET_KEY", DEBUG="false", **key)
        assert refused.returncode != 0
        assert "SECRET_KEY is not set" in refused.stderr
    assert setting("s.DEBUG", SECRET_KEY="k").stdout.strip() == "False"


def test_a_local_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    make = f"import pathlib, improvement.local_key as k; print(k.local_key(pathlib.Path({str(tmp_path)!r})))"
    first, second = (run(sys.executable, "-c", make).stdout.strip() for _ in range(2))
    assert first == second
    assert len(first) >= 50
    key = tmp_path / ".local" / "secret-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(key.parent.stat().st_mode) == 0o700
    assert not [path for path in versioned() if ".local" in path.parts]


def test_with_debug_on_the_local_key_is_used() -> None:
    key = run(sys.executable, "-m", "improvement.local_key").stdout.strip()
    assert setting("s.SECRET_KEY", DEBUG="true").stdout.strip() == key


def test_the_database_is_told_by_its_address() -> None:
    here = setting("s.DATABASES['default']['NAME']", SECRET_KEY="k")
    assert here.stdout.strip() == str(ROOT / "db.sqlite3")
    there = setting(
        "s.DATABASES['default']['NAME']", SECRET_KEY="k", DATABASE_URL="sqlite:////var/lib/plans/data.sqlite3"
    )
    assert there.stdout.strip() == "/var/lib/plans/data.sqlite3"
    server = setting(
        "s.DATABASES['default']['ENGINE'], s.DATABASES['default']['CONN_MAX_AGE'] > 0",
        SECRET_KEY="k",
        DATABASE_URL="postgresql://plans@db.internal/plans",
    )
    assert server.stdout.strip() == "('django.db.backends.postgresql', True)"


def test_a_database_at_another_path_is_made_and_used(tmp_path: Path) -> None:
    url = {"DATABASE_URL": f"sqlite:///{tmp_path / 'other.sqlite3'}", "SECRET_KEY": "k"}
    migrated = run(sys.executable, "manage.py", "migrate", "--verbosity", "0", **url)
    assert migrated.returncode == 0, migrated.stderr
    assert (tmp_path / "other.sqlite3").stat().st_size > 0


def test_production_settings_pass_djangos_own_check() -> None:
    command = (sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING")
    checked = run(*command, **PRODUCTION, EMAIL_URL="smtp://localhost")
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout
    without_mail = run(*command, **PRODUCTION)
    assert without_mail.returncode != 0
    assert "nobody can reset a password" in without_mail.stderr


def test_cookies_and_headers_are_strict_in_production() -> None:
    strict = setting(
        "s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_HTTPONLY, "
        "s.SECURE_HSTS_SECONDS > 0",
        **PRODUCTION,
    )
    assert strict.stdout.strip() == str((True,) * 5)


def test_the_models_and_the_migrations_agree() -> None:
    checked = run(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run", SECRET_KEY="k")
    assert checked.returncode == 0, checked.stdout + checked.stderr
