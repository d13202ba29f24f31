"""Bringing in a plan: a draft becomes a plan with all that belongs to it, or nothing does."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from ..dates import month_year
from ..likeness import key_of
from ..models import (
    Authority,
    Lead,
    Locality,
    Membership,
    Outcome,
    OutcomeLead,
    OutcomeTheme,
    Plan,
    Section,
    SectionColumn,
    Statement,
    Theme,
    User,
)
from ..permissions import may_import_for
from ..plan_draft import OVERALL, PlanDraft
from . import records
from .addresses import free, free_slug
from .carrying import enter_ratings, keep_printed, printed_ratings
from .child_details import check_no_child_details
from .refusals import NotAllowed, Refused
from .rolling_forward import check_may_follow, copy_members, what_follows
from .same_moment import hold_names, refused_if_taken

# Words that name a service rather than a place.
_SERVICE = re.compile(
    r"\b(?i:teams?|services?|care|leavers?|officers?|advis[eo]rs?|workers?|help|support|fostering|adoption|assessments?"
    r"|courts?|duty|response|protection|reviewing|permanence|disab\w+|family|families|hub|panel|unit)\b"
    r"|\b(?=\w*[A-Z]\w*[A-Z])[A-Za-z]+\b",
)


@transaction.atomic
def import_plan(
    *,
    draft: PlanDraft,
    authority: Authority,
    by: User,
    source_text_digest: str,
    title: str = "",
    dated: dt.date | None = None,
    file_name: str = "",
    follows: Plan | None = None,
    false_alarm: str = "",
) -> Plan:
    """Make a plan of what was read: all of it or nothing.

    It is live or, where it follows a version of a plan, a draft, for its outcomes are to be matched to that
    version's first: then it has that version's members and its words for the colours, and the ratings printed
    in it are entered when it starts.

    Localities, leads and themes that the authority has already under the same name are used again, whatever
    its capitals and spacing; which other names are the same is for the person to say beforehand. The person
    becomes an administrator of the plan, unless they are a superuser.

    Args:
        draft: the plan as read, with its leads split and its themes named.
        authority: whose plan it is.
        by: who imports it.
        source_text_digest: fingerprint of the text (``importers.source.digest``), by which a second import of
            the same text is known.
        title: its title; the draft's if empty.
        dated: any day of the month on its cover; the draft's if None.
        file_name: where the text came from, for the record.
        follows: the version that it is the next version of; the person administers it.
        false_alarm: as in ``check_no_child_details``, which may refuse what the plan says.

    Raises:
        NotAllowed: the person may not import for this authority, or does not administer ``follows``.
        Refused: the text was imported before (the plan is named), the title or month is missing or wrong,
            two columns of a section are the same locality, or ``follows`` has a next version already.
    """
    title, dated = title.strip() or draft.title, dated or draft.dated
    if not may_import_for(by, authority):
        raise NotAllowed(f"You cannot import a plan for {authority}.")
    month = _checked(draft, title, dated)
    check_columns(draft)
    hold_names(authority)
    check_not_imported(authority=authority, source_text_digest=source_text_digest)
    if follows:
        check_may_follow(follows, month, by)
    reason = f"Imported from {file_name or 'pasted text'}"
    now = timezone.now()  # one moment for all of it: the plan as it first stood here is whole
    plan = Plan(
        authority=authority,
        title=title,
        slug=free_slug(authority, title, month),
        dated=month,
        introduction=draft.introduction,
        source_digest=source_text_digest,
        **(what_follows(follows) if follows else {}),
    )
    with refused_if_taken(
        "Somebody else added a plan, a locality, a lead or a theme of the same name while this was being "
        "imported. Nothing of it is imported: try again, and theirs will be used."
    ):
        records.save(plan, by=by, reason=reason, when=now)
        texts = _texts(draft, title, file_name)
        check_no_child_details(plan=plan, texts=texts, by=by, false_alarm=false_alarm)
        _Contents(plan, draft, by, reason, now).create()
    if follows:
        copy_members(follows, plan, everybody=True, by=by, reason=reason, when=now)
    elif not by.is_superuser:
        membership = Membership(user=by, plan=plan, role=Membership.Role.ADMINISTRATOR)
        records.save(membership, by=by, reason="Imported the plan")
    return plan


def _texts(draft: PlanDraft, title: str, file_name: str) -> dict[str, str]:
    """All that a plan would say, each by where it stands in the text it was read from."""
    said = {"Title": title, "File name": file_name, "Leads": "\n".join(draft.leads)}
    said["Themes"] = "\n".join(theme.name for theme in draft.themes)
    for where, line, text in draft.texts:
        said[f"{where} (line {line})" if line else where] = text
    return said


def authority_named(*, name: str, by: User) -> Authority:
    """The authority of that name, in any case; a superuser makes it where there is none.

    Raises:
        NotAllowed: there is none, and the person is no superuser.
        Refused: the name is empty or too long.
    """
    name = " ".join(name.split())
    if found := Authority.objects.filter(name__iexact=name).first():
        return found
    if not by.is_superuser:
        raise NotAllowed(f"There is no authority called “{name}”, and only a superuser can add one.")
    if not name or len(name) > 200:
        raise Refused("Give the authority's name, in 200 characters or fewer.")
    taken = set(Authority.objects.values_list("slug", flat=True))
    authority = Authority(name=name, slug=free(slugify(name)[:70] or "authority", taken))
    try:
        with refused_if_taken("Somebody else added an authority of nearly this name just now: try again."):
            return records.save(authority, by=by, reason="Added for the import of its plan")
    except Refused:
        if found := Authority.objects.filter(name__iexact=name).first():
            return found  # the same one
        raise


def check_not_imported(*, authority: Authority, source_text_digest: str) -> None:
    """Whether a text is new to an authority.

    Raises:
        Refused: it was imported before; the plan is named.
    """
    earlier = Plan.objects.filter(authority=authority, source_digest=source_text_digest).first()
    if earlier:
        raise Refused(f"This text was imported before: it is the plan “{earlier}”.")


def check_columns(draft: PlanDraft) -> None:
    """Whether each column of a section is another locality.

    Raises:
        Refused: two are the same; their section is named.
    """
    for section, name in draft.columns_twice:
        raise Refused(
            f"Section {section.number} would have two columns for “{name}”, and a locality has one column "
            "in a section. Make one of the two a locality of its own."
        )


def kind_of_locality(name: str) -> Locality.Kind:
    """Whether a column is a service (``Care Leavers``, ``IROs``) or an area (``Wycombe``), by its name."""
    return Locality.Kind.SERVICE if _SERVICE.search(name) else Locality.Kind.AREA


class _Contents:
    """Everything within a plan, made in a number of statements that does not grow with the plan."""

    def __init__(self, plan: Plan, draft: PlanDraft, by: User, reason: str, now: dt.datetime) -> None:
        self.plan, self.draft, self.by, self.reason, self.now = plan, draft, by, reason, now
        self.authority = plan.authority

    def create(self) -> None:
        """Make it."""
        columns = (name for section in self.draft.sections for name in section.columns)
        localities = self._named(Locality, "name", columns, lambda name: {"kind": kind_of_locality(name)})
        leads = self._named(Lead, "title", self.draft.leads)
        themes = self._named(Theme, "name", (theme.name for theme in self.draft.themes))
        sections = self._create(
            Section(
                plan=self.plan, number=s.number, title=s.title, position=position, has_overall=s.has_overall
            )
            for position, s in enumerate(self.draft.sections, start=1)
        )
        drafted = list(zip(sections, self.draft.sections, strict=True))
        self._create(
            SectionColumn(section=section, locality=locality, position=position)
            for section, s in drafted
            for position, locality in enumerate(_each_once(localities, s.columns), start=1)
        )
        self._create(
            Statement(section=section, kind=kind, number=point.number, text=point.text)
            for section, s in drafted
            for kind, points in s.lists
            for point in points
        )
        outcomes = self._create(
            Outcome(
                plan=self.plan,
                section=section,
                ref=o.ref,
                position=position,
                statement=o.statement,
                timescale=o.timescale,
                timescale_on=o.timescale_on,
            )
            for section, s in drafted
            for position, o in enumerate(s.outcomes, start=1)
        )
        by_ref = {outcome.ref: outcome for outcome in outcomes}
        self._create(
            OutcomeLead(outcome=by_ref[o.ref], lead=lead, position=position)
            for o in self.draft.outcomes
            for position, lead in enumerate(_each_once(leads, o.leads), start=1)
        )
        links = {
            (ref, key_of(theme.name)) for theme in self.draft.themes for ref in theme.refs if ref in by_ref
        }
        self._create(OutcomeTheme(outcome=by_ref[ref], theme=themes[name]) for ref, name in sorted(links))
        self._rate(by_ref, localities)

    def _rate(self, outcomes: dict[str, Outcome], localities: dict[str, Any]) -> None:
        """The colours printed in the plan, from its month on: the earliest they are known to have stood."""
        printed = [
            (outcomes[o.ref], None if column == OVERALL else localities[key_of(column)].pk, colour)
            for o in self.draft.outcomes
            for column, colour in o.ratings.items()
        ]
        if self.plan.status == Plan.Status.DRAFT:
            keep_printed(self.plan, printed)
        else:
            enter_ratings(self.plan, printed_ratings(self.plan, printed), by=self.by, when=self.now)

    def _create(self, made: Iterable[Any]) -> list[Any]:
        return records.create_many(list(made), by=self.by, reason=self.reason, when=self.now)

    def _named(
        self, model: Any, field: str, names: Iterable[str], more: Any = lambda name: {}
    ) -> dict[str, Any]:
        """The authority's records of these names, made where missing; by ``key_of`` their names."""
        found = {
            key_of(getattr(record, field)): record
            for record in model.objects.filter(authority=self.authority)
        }
        missing = {key_of(name): name for name in reversed(list(names)) if key_of(name) not in found}
        made = self._create(
            model(authority=self.authority, **{field: name}, **more(name))
            for name in reversed(missing.values())
        )
        return found | {key_of(getattr(record, field)): record for record in made}


def _each_once(known: dict[str, Any], names: Iterable[str]) -> Iterator[Any]:
    return (known[key] for key in dict.fromkeys(key_of(name) for name in names))


def _checked(draft: PlanDraft, title: str, dated: dt.date | None) -> dt.date:
    if not title:
        raise Refused("Give the plan a title: none was found in the text.")
    if len(title) > 200:
        raise Refused("The title must be 200 characters or fewer.")
    if dated is None:
        raise Refused("Give the month on the plan's cover: none was found in the text.")
    if not 1990 <= dated.year <= timezone.localdate().year + 5:
        raise Refused(f"{month_year(dated)} cannot be the month of this plan.")
    if draft.rating_count and dated.replace(day=1) > timezone.localdate():
        raise Refused("A plan with ratings printed in it cannot be dated in the future.")
    return dated.replace(day=1)
