"""``make screenshots``: the README's pictures, taken of the demonstration on one fixed day.

Nobody's data is touched: the demonstration is loaded into a database that is thrown away, and served by this
process with its clock set to that day, so that the pictures change only when the pages do.
"""

import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import time_machine
from PIL import Image

PICTURES = Path(__file__).resolve().parent.parent / "static" / "pictures"
TODAY = dt.date(2026, 11, 20)
MOST_BYTES = 250_000  # a README should open quickly
CLERK = "tom.bassett@marlshire.example"
SMT, MANAGER = "helen.marchetti@marlshire.example", "naomi.oyelaran@marlshire.example"
REASON = "Both assessments sampled this week were over 45 days; the duty rota has been redrawn to catch up."


def main() -> int:
    """Take every picture; the workbook's is left as it was where a program for it is missing."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["DATABASE_URL"] = f"sqlite:///{scratch}/demonstration.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        os.environ |= {"DEBUG": "false", "HTTPS": "false", "STATIC_ROOT": scratch}
        noon = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)
        with time_machine.travel(noon, tick=True):
            slug = load()
            with served() as address, browser() as chromium:
                take_pages(chromium, f"{address}/plans/{slug}/", address)
            book, paper = workbook(slug), papers(slug)
        folder = Path(scratch)
        take_page(book, "plan.xlsx", folder, "2.1 ", "Lead", name="workbook.png")
        take_page(paper["paper.docx"], "paper.docx", folder, "Contact officer", name="paper-word.png")
        take_page(paper["paper.pdf"], "paper.pdf", folder, "Ratings by section", name="paper-pdf.png")
    return 0


def load() -> str:
    """The demonstration in the throwaway database; gives the address of its present plan."""
    import django

    django.setup()
    from django.core.management import call_command

    from plans.demonstration import load_demonstration

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    return load_demonstration(today=TODAY).slug


@contextmanager
def served() -> Iterator[str]:
    """The service on a free port of this machine; gives its address."""
    from django.conf import settings
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.db import connections
    from django.test.testcases import LiveServerThread

    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    connections.close_all()  # each thread that answers opens its own
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, connections_override={})
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.terminate()


@contextmanager
def browser() -> Iterator[Any]:
    """A running Chromium."""
    from playwright.sync_api import sync_playwright

    from .chromium import find

    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=find(), args=arguments)
        yield running
        running.close()


def take_pages(chromium: Any, plan: str, address: str) -> None:
    """The plan, an outcome and the grid at 1280 pixels, and the plan on a phone."""
    seen_by_smt = signed_in(chromium, address, SMT, width=1280, height=1200)
    take(seen_by_smt, plan, "plan.png", above="h3:has-text('5. Child Protection')")
    take(seen_by_smt, f"{plan}outcomes/2.4/", "outcome.png", above=".timeline > li:nth-child(6)")
    since = TODAY - dt.timedelta(days=40)
    take(seen_by_smt, f"{plan}changes/?since={since}", "changes.png", height=900)
    take(seen_by_smt, f"{plan}months/", "months.png", height=1200)
    take(seen_by_smt, f"{plan}journey/", "journey.png", height=1200)
    seen_by_smt.goto(f"{plan}findings/?q=Supervision has lapsed")
    finding = seen_by_smt.locator("td.ref a").first.get_attribute("href")
    take(seen_by_smt, f"{address}{finding}", "finding.png", above="h2:has-text('History of this finding')")
    phone = signed_in(chromium, address, SMT, width=320, height=1240, scale=2)
    take(phone, plan, "phone.png", above="a:has-text('3. Help and Protection')")

    clerk = signed_in(chromium, address, CLERK, width=1280, height=860)
    clerk.goto(f"{plan}meetings/")
    clerk.locator("table a", has_text="Children's Select Committee").first.click()
    for words in ("Paper 1.0", "Check and issue"):
        clerk.get_by_role("link", name=words).click()
    clerk.get_by_role("button", name="Issue paper 1.0").wait_for()
    take(clerk, None, "paper-check.png")

    grid = signed_in(chromium, address, MANAGER, width=1280, height=900)
    grid.goto(f"{plan}sections/2/rate/")
    cell = grid.locator("[data-cell][data-label='2.2 Wexley']")
    cell.locator("input[value=red]").check(force=True)
    reason = cell.locator("textarea")
    if not reason.is_visible():
        cell.locator("summary").click()
    reason.fill(REASON)
    grid.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    take(grid, None, "grid.png")


def signed_in(chromium: Any, address: str, email: str, *, width: int, height: int, scale: int = 1) -> Any:
    """A page of somebody who has signed in, as they would."""
    from plans.demonstration import PASSWORD

    page = chromium.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=scale, reduced_motion="reduce"
    ).new_page()
    page.goto(f"{address}/account/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()
    return page


def take(page: Any, address: str | None, name: str, above: str = "", height: int = 0) -> None:
    """What fits on the screen, of an address or of the page as it stands.

    Args:
        above: a selector: end above this instead, so that no line is cut through.
        height: of the screen, if it is to be another.
    """
    if address:
        answer = page.goto(address)
        if answer.status != 200:
            sys.exit(f"{address} answered {answer.status}, so there is no picture of it.")
    path = PICTURES / name
    if height:
        page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
    if above:
        height = int(page.locator(above).first.bounding_box()["y"]) - 4
        page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
    page.screenshot(path=path)
    shrink(path)


def workbook(slug: str) -> bytes:
    """The plan as a clerk would export it."""
    from django.utils import timezone

    from plans.models import Plan
    from plans.papers.plan_paper import plan_document
    from plans.papers.xlsx import write_xlsx
    from plans.snapshot import take_snapshot

    plan = Plan.objects.select_related("authority").get(slug=slug)
    return write_xlsx(
        plan_document(take_snapshot(plan), produced_by="Tom Bassett", produced_at=timezone.now())
    )


def papers(slug: str) -> dict[str, bytes]:
    """The paper of the last board, in Word and PDF."""
    from plans.models import Paper
    from plans.packs import packs_of
    from plans.papers.docx import write_docx
    from plans.papers.pdf import write_pdf

    issued = Paper.objects.filter(plan__slug=slug, status="issued").order_by("-known_at")
    paper = issued.select_related("plan", "meeting__body", "since_paper")[0]
    document = packs_of(paper)[0].document
    return {"paper.docx": write_docx(document), "paper.pdf": write_pdf(document)}


def take_page(content: bytes, file: str, scratch: Path, *words: str, name: str) -> None:
    """The first printed page that has these words.

    Args:
        content, file: the file, and what it is called.
        scratch: a folder to work in.
        words: by which the page is known.
        name: of the picture.
    """
    missing = [name for name in ("soffice", "pdftotext", "pdftoppm") if not shutil.which(name)]
    if missing:
        print(f"{name}: left as it was; it needs {', '.join(missing)} (LibreOffice, poppler-utils).")
        return
    (scratch / file).write_bytes(content)
    printed = f"{Path(file).stem}.pdf"
    if file != printed:
        profile = f"-env:UserInstallation=file://{scratch}/profile"
        to_pdf = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", scratch, file]
        subprocess.run(to_pdf, cwd=scratch, check=True, capture_output=True, timeout=300)
    subprocess.run(["pdftotext", "-layout", printed, "page.txt"], cwd=scratch, check=True, timeout=300)
    pages = (scratch / "page.txt").read_text().split("\f")
    number = next(
        str(place) for place, text in enumerate(pages, start=1) if all(word in text for word in words)
    )
    pick = ["-f", number, "-l", number, "-r", "110", "-png", "-singlefile"]
    subprocess.run(["pdftoppm", *pick, printed, "page"], cwd=scratch, check=True, timeout=300)
    shutil.copy(scratch / "page.png", PICTURES / name)
    shrink(PICTURES / name)


def shrink(path: Path) -> None:
    """Keep 256 colours, which is plenty for a page.

    Raises:
        SystemExit: the picture is still too large.
    """
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(
            256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
        )
    small.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.name}: {small.width} x {small.height}, {size // 1000} kB")
    if size > MOST_BYTES:
        sys.exit(f"{path.name} is {size // 1000} kB; at most {MOST_BYTES // 1000} kB goes in the README.")


if __name__ == "__main__":
    sys.exit(main())
