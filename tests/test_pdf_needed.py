"""Without the libraries or the fonts a PDF is refused with what to install, and all else works."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import override_settings

from improvement import local_libraries
from plans.checks import pdfs_can_be_made
from plans.papers.pdf import PdfNotPossible, needed, write_pdf

from .a_document import a_document

NOT_THERE = {"pango-of-another-world-1.0": "libpango-1.0-0", "harfbuzz-subset": "libharfbuzz-subset0"}

STARTS_WITHOUT = """
import sys
sys.modules["weasyprint"] = None  # any import of it fails, as without Pango
import django
django.setup()
import improvement.urls
from django.core.checks import run_checks
assert not [found for found in run_checks() if found.is_serious()]
from plans.papers.pdf import PdfNotPossible, write_pdf
from tests.a_document import a_document
try:
    write_pdf(a_document())
except PdfNotPossible as why:
    print(why)
"""


def run(code: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent.parent,
        env={"PATH": "/usr/bin:/bin", "DJANGO_SETTINGS_MODULE": "tests.settings", **environment},
    )


def test_a_missing_library_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(needed, "LIBRARIES", NOT_THERE)
    with pytest.raises(PdfNotPossible, match=r"apt-get install libpango-1\.0-0\. Elsewhere"):
        write_pdf(a_document())


def test_missing_fonts_are_named_with_the_command_that_brings_them(tmp_path: Path) -> None:
    with (
        override_settings(BASE_DIR=tmp_path),
        pytest.raises(PdfNotPossible, match=r"lacks Arimo_400Regular\.ttf, .* Run make setup"),
    ):
        write_pdf(a_document())


def test_a_check_warns_of_it_and_is_silent_where_nothing_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pdfs_can_be_made(None) == []
    monkeypatch.setattr(needed, "LIBRARIES", NOT_THERE)
    [warning] = pdfs_can_be_made(None)
    assert (warning.id, warning.is_serious()) == ("plans.W002", False)
    assert "apt-get install libpango-1.0-0" in warning.msg
    call_command("check")


def test_the_site_starts_without_weasyprint_and_says_so_only_when_asked_for_a_pdf() -> None:
    done = run(STARTS_WITHOUT)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("PDFs cannot be made: WeasyPrint does not load.")


def test_weasyprint_is_not_loaded_until_a_pdf_is_asked_for() -> None:
    done = run(
        "import django, sys; django.setup(); import improvement.urls; print('weasyprint' in sys.modules)"
    )
    assert done.stdout == "False\n", done.stderr


def test_make_says_what_to_install_where_it_may_not_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(needed, "LIBRARIES", NOT_THERE)
    monkeypatch.setattr(local_libraries.os, "geteuid", lambda: 1000)
    local_libraries.install()
    assert "apt-get install libpango-1.0-0" in capsys.readouterr().out


def test_make_installs_what_is_missing_as_root(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked = tmp_path / "asked"
    apt = tmp_path / "apt-get"
    apt.write_text(f'#!/bin/sh\necho "$@" >> {asked}\n')
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(needed, "LIBRARIES", NOT_THERE)
    monkeypatch.setattr(local_libraries.os, "geteuid", lambda: 0)
    local_libraries.install()
    assert asked.read_text() == ("-qq update\n-qq install -y --no-install-recommends libpango-1.0-0\n")
    assert "Papers cannot be made as PDF here" in capsys.readouterr().out


def test_make_does_nothing_where_nothing_lacks(capsys: Any) -> None:
    local_libraries.install()
    assert capsys.readouterr().out == ""
