"""The Word file itself: the same bytes wherever and whenever it is made, and what it says of itself."""

import datetime as dt
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from plans.papers.docx import CONTENT_TYPE, write_docx

from .a_document import a_document, hard_part
from .word_reading import Word

ROOT = Path(__file__).resolve().parent.parent
ELSEWHERE = """
import django, hashlib, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
import time_machine
from tests.a_document import a_document, hard_part
from plans.papers.docx import write_docx
with time_machine.travel("2031-03-30 00:30"):
    print(hashlib.sha256(write_docx(a_document(hard_part()))).hexdigest())
"""


@pytest.mark.parametrize(("zone", "seed"), [("Pacific/Auckland", "1"), ("America/Los_Angeles", "77")])
def test_the_same_bytes_in_another_process_time_zone_and_year(zone: str, seed: str) -> None:
    here = hashlib.sha256(write_docx(a_document(hard_part()))).hexdigest()
    ran = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        cwd=ROOT, env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed}, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.stdout.strip() == here, ran.stderr


def test_nothing_in_the_zip_tells_when_or_where_it_was_written() -> None:
    entries = Word(write_docx(a_document())).entries
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.create_system for entry in entries} == {3}
    names = [entry.filename for entry in entries]
    assert names[0] == "[Content_Types].xml"
    assert len(names) == len(set(names))


def test_the_file_says_what_it_is_whose_and_of_when() -> None:
    made = dt.datetime(2026, 7, 1, 0, 15, 9, 123, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    paper = Word(write_docx(a_document(produced_at=made, title="Plan  " + "x" * 300)))
    said = {one.tag.split("}")[1]: one.text for one in paper.xml["docProps/core.xml"]}
    assert said.pop("title").startswith("Plan ")
    assert said == {
        "subject": "Improvement plan as at 20 November 2026",
        "creator": "Tom Bassett",
        "lastModifiedBy": "Tom Bassett",
        "language": "en-GB",
        "revision": "1",
        "created": "2026-06-30T23:15:09Z",
        "modified": "2026-06-30T23:15:09Z",
    }
    assert CONTENT_TYPE == "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_the_language_is_set_for_the_whole_paper() -> None:
    paper = Word(write_docx(a_document()))
    assert b'<w:lang w:val="en-GB"/>' in paper.files["word/styles.xml"]
    assert b'<w:themeFontLang w:val="en-GB"/>' in paper.files["word/settings.xml"]
