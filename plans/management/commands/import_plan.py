"""``manage.py import_plan``: bring in the text of a published plan."""

import datetime as dt
import json
import re
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from ...actions.importing import authority_named, check_columns, check_not_imported, import_plan
from ...actions.refusals import NEVER_HERE, NotAllowed, Refused, said_of
from ...child_details import find_child_details
from ...importers.checks import alike_columns
from ...importers.plan_text import read_plan
from ...importers.source import MAX_BYTES, ImportRefused, decode, digest
from ...likeness import key_of
from ...models import Authority, Locality, Plan, User
from ...permissions import may_import_for
from ...plan_draft import PlanDraft


class Command(BaseCommand):
    """Import a plan's text, or with ``--dry-run`` only say what would be imported."""

    help = "Import the text of a published improvement plan, as copied from its PDF or Word document."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file and how to import it."""
        parser.add_argument("file", metavar="FILE", help="A plain text file; - reads standard input.")
        parser.add_argument("--authority", required=True, metavar="NAME", help="Whose plan it is.")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="The account that imports it.")
        parser.add_argument("--title", default="", help="The plan's title, if not the one found in the text.")
        parser.add_argument(
            "--dated", metavar="YYYY-MM", help="The plan's month, if not the one found in the text."
        )
        parser.add_argument(
            "--same-locality",
            action="append",
            default=[],
            metavar="COLUMN=LOCALITY",
            help="A column that is a locality of another name: one the authority has, or another column. "
            "Can be given several times.",
        )
        parser.add_argument(
            "--false-alarm",
            default="",
            metavar="WHY",
            help="Why what looks like a child's details in the text is none; kept with the import.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Read the text and change nothing.")
        parser.add_argument("--json", action="store_true", help="Say what was read as JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, import unless it is a dry run, and report."""
        by = _person(options["by"])
        dated = _month(options["dated"])
        try:
            text = decode(_read(options["file"]))
            draft = read_plan(text)
            plan = None
            known = _localities_of(options["authority"])
            draft = _joined(draft, options["same_locality"], known)
            if options["dry_run"]:
                _check(draft, text, by, options)
            else:
                plan = self._import(draft, text, by, dated, options)
        except (ImportRefused, Refused) as refused:
            raise CommandError(refused.message) from None
        if options["json"]:
            self.stdout.write(json.dumps(as_json(draft, plan), ensure_ascii=False, indent=2))
        else:
            self._report(draft, plan, known)

    def _import(
        self, draft: PlanDraft, text: str, by: User, dated: dt.date | None, options: dict[str, Any]
    ) -> Plan:
        if not (options["title"].strip() or draft.title):
            raise CommandError("No title was found in the text: give one with --title.")
        if not (dated or draft.dated):
            raise CommandError(
                "No month was found in the text: give one with --dated, such as --dated 2021-10."
            )
        with transaction.atomic():  # so that an authority is not left behind by an import that is refused
            authority = authority_named(name=options["authority"], by=by)
            return import_plan(
                draft=draft,
                authority=authority,
                title=options["title"],
                dated=dated,
                by=by,
                source_text_digest=digest(text),
                file_name=Path(options["file"]).name if options["file"] != "-" else "",
                false_alarm=options["false_alarm"],
            )

    def _report(self, draft: PlanDraft, plan: Plan | None, known: list[str]) -> None:
        write = self.stdout.write
        write(f"Imported as {plan.slug}." if plan else "Read only: nothing was changed.")
        write(
            f"{len(draft.sections)} sections, {draft.outcome_count} outcomes, "
            f"{draft.statement_count} statements, "
            f"{len(draft.leads)} leads, {draft.rating_count} ratings."
        )
        for section in draft.sections:
            columns = ", ".join(section.column_names)
            write(f"  {section.heading}: {len(section.outcomes)} outcomes ({columns})")
        if draft.left_out_before or draft.left_out_after:
            write(
                f"Left out: {draft.left_out_before} lines before the plan and {draft.left_out_after} "
                f"after it."
            )
        for note in draft.notes:
            write(f"Look at: {note}")
        for where, line, text in draft.texts:
            if seen := find_child_details(text):
                write(f"Look at: {where}{f' (line {line})' if line else ''}: {said_of(seen)} {NEVER_HERE}")
        for alike in alike_columns(draft, known):
            write(
                f"Look at: the column “{alike.name}” is like “{alike.other}”: {alike.how}. They are two "
                f'localities; to make them one, import with --same-locality "{alike.name}={alike.other}".'
            )
        for lost in draft.not_understood:
            write(f"Not imported, line {lost.line}: {lost.text[:100]} ({lost.why})")


def as_json(draft: PlanDraft, plan: Plan | None) -> dict[str, Any]:
    """What was read, for other programs; ``plan`` is None in a dry run."""
    return {
        "plan": plan.slug if plan else None,
        "sections": [
            {
                "number": section.number,
                "title": section.title,
                "want": len(section.wants),
                "change": len(section.changes),
                "outcomes": len(section.outcomes),
                "columns": list(section.columns),
                "overall": section.has_overall,
            }
            for section in draft.sections
        ],
        "outcomes": draft.outcome_count,
        "leads": draft.leads,
        "ratings": draft.rating_count,
        "not_understood": [
            {"line": lost.line, "text": lost.text, "why": lost.why} for lost in draft.not_understood
        ],
    }


def _person(email: str) -> User:
    user = User.objects.filter(email__iexact=email.strip()).first()
    if user is None:
        raise CommandError(f"There is no account with the address {email}.")
    if not user.is_active:
        raise CommandError(f"The account {email} is closed.")
    return user


def _month(words: str | None) -> dt.date | None:
    if words is None:
        return None
    match = re.fullmatch(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?", words.strip())
    if not match or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1:
        raise CommandError(f"“{words}” is no month: write it as 2021-10.")
    return dt.date(int(match[1]), int(match[2]), 1)


def _authority(name: str) -> Authority | None:
    return Authority.objects.filter(name__iexact=" ".join(name.split())).first()


def _localities_of(name: str) -> list[str]:
    return list(Locality.objects.filter(authority=_authority(name)).values_list("name", flat=True))


def _joined(draft: PlanDraft, pairs: list[str], known: list[str]) -> PlanDraft:
    """The draft with its columns called as ``--same-locality`` says."""
    columns = {key_of(name): name for name in draft.localities}
    localities = columns | {key_of(name): name for name in known}
    names = {}
    for pair in pairs:
        column, _, locality = pair.partition("=")
        if key_of(column) not in columns:
            raise CommandError(
                f"“{column}” is no column of this plan. It has: {', '.join(columns.values())}."
            )
        if key_of(locality) not in localities:
            raise CommandError(
                f"“{locality}” is no locality that is there, nor another column. "
                f"There are: {', '.join(sorted(localities.values()))}."
            )
        names[columns[key_of(column)]] = localities[key_of(locality)]
    try:
        return draft.with_locality_names(names)
    except ValueError as ring:
        raise CommandError(str(ring)) from None


def _check(draft: PlanDraft, text: str, by: User, options: dict[str, Any]) -> None:
    """Refuse in a dry run what the import would refuse, but for a missing title or month."""
    name = options["authority"]
    authority = _authority(name)
    if not by.is_superuser and (authority is None or not may_import_for(by, authority)):
        raise NotAllowed(f"{by.email} cannot import a plan for {name}.")
    check_columns(draft)
    if authority:
        check_not_imported(authority=authority, source_text_digest=digest(text))


def _read(name: str) -> bytes:
    """Up to one byte more than is accepted, so that a huge file is refused without being read."""
    if name == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        path = Path(name)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise CommandError(
                f"{name} is {size / 1024 / 1024:,.0f} MB, and a plan's text is never more than "
                f"{MAX_BYTES // 1024 // 1024} MB."
            )
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror or error}.") from None
