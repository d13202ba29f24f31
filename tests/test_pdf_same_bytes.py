"""The same paper is the same bytes: in another process, zone, language and hash order, and on another day."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import time_machine

from plans.papers.pdf import write_pdf

from .a_document import a_document, hard_part

ELSEWHERE = """
import django, hashlib
django.setup()
from plans.papers.pdf import write_pdf
from tests.a_document import a_document, hard_part
print(hashlib.sha256(write_pdf(a_document(hard_part()))).hexdigest())
"""


def digest() -> str:
    return hashlib.sha256(write_pdf(a_document(hard_part()))).hexdigest()


def elsewhere(**environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "HOME": "/nowhere",
            **environment,
        },
    )
    return done.stdout.strip()


def test_a_paper_is_the_same_in_another_process_zone_language_and_hash_order_and_with_no_fonts_on_the_machine(
    tmp_path: Path,
) -> None:
    no_fonts = tmp_path / "fonts.conf"
    no_fonts.write_text("<fontconfig/>")
    found = {
        elsewhere(TZ="Pacific/Auckland", PYTHONHASHSEED="1", LANG="C"),
        elsewhere(
            TZ="America/Lima",
            PYTHONHASHSEED="2",
            LC_ALL="ja_JP.UTF-8",
            LANGUAGE="yi:fa",
            FONTCONFIG_FILE=str(no_fonts),
        ),
        digest(),
    }
    assert len(found) == 1


def test_a_paper_is_the_same_on_another_day() -> None:
    with time_machine.travel("2031-03-04T05:06:07Z", tick=False):
        later = write_pdf(a_document())
    assert later == write_pdf(a_document())


def test_papers_made_at_the_same_time_do_not_mix() -> None:
    alone = [write_pdf(a_document(title=f"Paper {number}")) for number in range(3)]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda number: write_pdf(a_document(title=f"Paper {number}")), range(3)))
    assert together == alone
