"""The pages about visits, on a phone and on a desk, full and empty; and a file attached in a real browser."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from ofsted.actions.deadlines import meet_deadline
from ofsted.actions.visits import Judged
from ofsted.models import Attachment, Finding, Visit
from plans.models import Plan

from .browser import DESKTOP, PHONE, Visitor
from .cast import Cast, place
from .factories import set_up_by
from .visit_files import PDF, a_file, where
from .visits import a_finding, a_visit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("width", [PHONE, DESKTOP])
STATEMENT = "inspection-statement-of-action"
GRADES = (
    ("Overall effectiveness", "Inadequate", True),
    ("Children who need help and protection", "Inadequate", True),
    ("Children looked after and achieving permanence", "Requires improvement", False),
    ("Adoption performance", "Requires improvement", False),
    ("Experiences and progress of care leavers", "Inadequate", True),
    ("Leadership, management and governance", "Inadequate", True),
)


@pytest.fixture
def inspection(plan: Plan) -> Visit:
    """An inspection with all that there can be of one."""
    visit = a_visit(
        plan, kind=Visit.Kind.INSPECTION, number=None, framework="sif",
        on_site="20 October to 12 November 2014", first_on=dt.date(2014, 10, 20),
        last_on=dt.date(2014, 11, 12), letter_on=dt.date(2015, 1, 29),
        ofsted_published_on=dt.date(2015, 1, 29), council_published_on=dt.date(2015, 2, 3),
        inspectors="Ann Hale, lead inspector\nBo Reed\nCy Marsh",
        looked_at="The front door\nChildren who go missing\nAdoption",
        evidence_seen="Case records\nSupervision notes\nTalks with children and parents",
        summary="Children wait too long.\n\nLeaders do not know it, because what they are shown is late.",
        self_assessment="not_accepted", next_expected="Within six months",
        judgements=[Judged(*grade) for grade in GRADES],
    )  # fmt: skip
    document = a_file(
        visit, name="A letter with rather a long name, as sent to the council in January 2015.pdf"
    )
    a_file(visit, name="report.pdf", content=PDF + b"\n")
    meet_deadline(
        visit=visit, plan=plan, clock=STATEMENT, met_on=dt.date(2015, 5, 20), document=document,
        note="Published on our website and sent to the Secretary of State", by=set_up_by(),
    )  # fmt: skip
    for ref, kind in (("1", Finding.Kind.PRIORITY_ACTION), ("2", Finding.Kind.TO_IMPROVE)):
        a_finding(visit, plan.outcomes.get(ref="2.1"), ref=ref, kind=kind)
    return visit


@WIDTHS
def test_the_pages_about_visits(
    width: int, plan: Plan, cast: Cast, inspection: Visit, visitor: Callable[..., Visitor]
) -> None:
    a_visit(plan)
    a_visit(plan, kind=Visit.Kind.SITE_DAY, number=None, locality=place("Wexley"), letter_on=None)
    bare = a_visit(plan, number=3)
    window = visitor(width=width, user=cast.smt)
    problems: list[str] = []

    def to(name: str, *args: Any, query: str = "", status: int = 200, shows: str) -> None:
        problems.extend(window.problems_at(reverse(name, args=[plan.slug, *args]) + query, status))
        assert shows in window.page.inner_text("main")

    to("visits", shows="Inadequate and 5 areas")
    to("visit", inspection.pk, shows="Children wait too long")
    to("visit", bare.pk, shows="No letter or report is attached")
    to("visit_new", shows="What kind of visit")
    to("visit_change", inspection.pk, shows="Framework, of an inspection only")
    to("visit_judgements", inspection.pk, shows="Adoption performance")
    to("visit_judgements", bare.pk, shows="has no framework")
    to("visit_delete", bare.pk, shows="Keep it")
    to("visit_file_add", inspection.pk, shows="at most 20 MB")
    to("visit_file_remove", inspection.pk, Attachment.objects.first().pk, shows="for good")
    to("visit_deadline", inspection.pk, STATEMENT, shows="It was not met after all")
    to("visit_deadline", inspection.pk, "inspection-report-published", shows="Record it as met")
    lost = a_file(bare)
    content = where(lost).read_bytes()
    where(lost).unlink()
    to("visit_file", bare.pk, lost.pk, status=404, shows="it is not in the folder of files")
    where(lost).write_bytes(content)
    window.sign_in_as(cast.reader)
    to("visit", inspection.pk, shows="Met on 20 May 2015, late")
    assert not problems, "\n".join(problems)


@WIDTHS
def test_no_visits_yet(width: int, plan: Plan, cast: Cast, visitor: Callable[..., Visitor]) -> None:
    window = visitor(width=width, user=cast.clerk)
    window.visit(reverse("visits", args=[plan.slug]))
    window.follow("Record a visit")
    window.press("Save visit")
    assert window.page.title().startswith("Error: ")
    assert "Choose what kind of visit it was." in window.page.get_by_role("alert").inner_text()


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_visit_to_its_letter(
    scripts: bool, plan: Plan, cast: Cast, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    """Recorded, given its letter, and the letter downloaded and not shown; without JavaScript too."""
    letter = tmp_path / "letter of 1 April.pdf"
    letter.write_bytes(PDF)
    window = visitor(user=cast.clerk, scripts=scripts)
    page = window.page
    window.visit(reverse("visit_new", args=[plan.slug]))
    page.get_by_label("Monitoring visit").check()
    page.get_by_label("Which one").fill("4")
    page.get_by_label("Days on site").fill("4 and 5 March 2025")
    page.get_by_label("Where this comes from").fill("Ofsted's letter")
    window.press("Save visit")
    assert page.inner_text("h1") == "Fourth monitoring visit"
    window.follow("Attach a file")
    page.get_by_label("Letter", exact=True).check()
    page.get_by_label("File", exact=True).set_input_files(letter)
    window.press("Attach file")
    with page.expect_download() as download:
        page.get_by_role("link", name=letter.name, exact=True).click()
    assert download.value.suggested_filename == letter.name
    assert Path(download.value.path()).read_bytes() == PDF
