"""Every page, on a phone and on a desk, full and empty: sound, accessible, and no wider than the window."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse

from plans import urls as plan_urls
from plans.actions.import_drafts import start_import
from plans.demonstration import load_demonstration
from plans.importers.plan_text import read_plan
from plans.models import Plan, Rating, User

from .browser import DESKTOP, PHONE, Visitor
from .import_documents import PACK

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = pytest.mark.parametrize("width", [PHONE, DESKTOP])
# Addresses that no browser shows as a page: one takes only a POST, one is a file.
NOT_PAGES = {"import_discard", "export_xlsx"}


@pytest.fixture
def visitor(chromium: Any, live_server: Any) -> Iterator[Callable[..., Visitor]]:
    """``visitor(width=..., user=...)``: somebody at a browser."""
    opened: list[Visitor] = []

    def make(**given: Any) -> Visitor:
        opened.append(Visitor(chromium, live_server.url, **given))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


class Walk:
    """A visitor's way through many pages: everything that is wrong is told at its end.

    Attributes:
        seen: the names of the addresses visited.
    """

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.seen: set[str] = set()
        self.problems: list[str] = []

    def to(self, name: str, *args: Any, query: str = "", status: int = 200) -> None:
        """Look at a page."""
        self.problems += self.visitor.problems_at(reverse(name, args=args) + query, status)
        self.seen.add(name)

    def end(self) -> None:
        """Fail with everything that was found."""
        assert not self.problems, "\n" + "\n".join(self.problems)


def person(email: str) -> User:
    return User.objects.get(email=f"{email}@marlshire.example")


@WIDTHS
def test_every_page_of_the_demonstration(width: int, visitor: Callable[..., Visitor]) -> None:
    plan = load_demonstration()
    smt, manager, administrator = person("helen.marchetti"), person("naomi.oyelaran"), person("ruth.adeyemi")
    corrected = Rating.objects.filter(outcome__plan=plan, corrects__isnull=False).select_related("outcome")
    assert corrected
    walk = Walk(visitor(width=width, user=smt))

    walk.to("home")
    walk.to("plan", plan.slug)
    walk.to("plan", plan.slug, query="?since=90")
    walk.to("plan", Plan.objects.get(slug="marlshire-first-plan").slug)
    for section in plan.sections.all():
        walk.to("section", plan.slug, section.number)
    walk.to("rate_section", plan.slug, "2")
    walk.to("outcomes", plan.slug)
    walk.to("outcomes", plan.slug, query="?rag=red&rag=none&q=supervision")
    walk.to("outcomes", plan.slug, query="?q=no+such+words+anywhere")
    walk.to("outcomes", plan.slug, query="?days=many")
    walk.to("outcome", plan.slug, "2.4")
    walk.to("outcome", plan.slug, corrected[0].outcome.ref)
    walk.to("rate_outcome", plan.slug, "2.4")
    standing = Rating.objects.filter(outcome__plan=plan, corrects=None, corrected_by=None).latest("pk")
    walk.to("correct_rating", plan.slug, standing.pk)
    walk.to("correct_rating", plan.slug, corrected[0].corrects_id)

    walk.visitor.sign_in_as(manager)
    walk.to("home")
    for number in ("2", "4"):
        walk.to("section", plan.slug, number)
    walk.to("rate_section", plan.slug, "2")
    walk.to("rate_outcome", plan.slug, "2.4")

    walk.visitor.sign_in_as(administrator)
    walk.to("import_start")
    authority = plan.authority
    draft = start_import(
        authority=authority, text=PACK, file_name="pack.txt", draft=read_plan(PACK), by=administrator
    )
    walk.to("import_preview", draft.pk)
    walk.to("import_start")

    pages = {entry.name for entry in plan_urls.urlpatterns} - NOT_PAGES
    assert walk.seen >= pages
    walk.end()
