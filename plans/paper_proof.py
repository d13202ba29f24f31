"""Whether issued papers are what they were: each made anew from the record, and its files read and compared.

Three things are compared. The bytes that are kept with the SHA-256 noted when they were made; what the paper
says now, worked out from the record, with what it said then; and every file written again with the one kept.
The last is passed over where a library that writes it has another version than it had: it may then
write the same words in other bytes. Where papers are worded otherwise by now (``WORDING``), what
documents say is passed over, too; their tables as CSV have no wording but their columns', and are always
compared.

A file that is missing or damaged can be put back where it, made anew, has the very bytes that were issued.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from .actions.paper_files import put_file_back
from .changes import CannotCompare
from .kept_files import wrong_with_file, wrong_with_template
from .models import Paper, PaperFile, PaperTemplate, Plan
from .packs import Written, packs_of, write_pack
from .papers.formats import FORMATS, TEMPLATED, libraries_of, wording_of
from .tasks import Making, making_of
from .uploaded.template_check import TemplateRefused

_DOCUMENTS = frozenset(one.key for one in FORMATS)
_NOT_AS_ISSUED = ", and is not put back: made anew, it is not what was issued. Put it back from a backup."
_NOT_MADE = ", and is not put back, since it cannot be made anew. Put it back from a backup."


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found of one paper.

    Attributes:
        paper: which, in words.
        files: how many of its files were read.
        passed_over: how many were not written again, as another version of a library would write them.
        reworded: how many were read alone, as papers are worded otherwise by now.
        to_come: how many are still being made.
        put_back: what was wrong with each file that was put back, in sentences.
        problems: what is wrong, in sentences.
    """

    paper: str
    files: int
    passed_over: int
    reworded: int
    to_come: int
    put_back: tuple[str, ...]
    problems: tuple[str, ...]


def prove_papers(plan: Plan | None = None, *, restore: bool = False) -> Iterator[Proof]:
    """Make every issued paper anew and compare, the oldest first.

    Args:
        plan: only papers of this version of a plan; every paper if None.
        restore: put back the files that are missing or damaged, where they can be made byte for byte.
    """
    issued = Paper.objects.filter(status=Paper.Status.ISSUED).order_by("known_at", "pk")
    if plan:
        issued = issued.filter(plan=plan)
    for paper in issued.select_related("plan", "meeting__body", "since_paper", "template"):
        yield _prove(paper, restore=restore)


def _prove(paper: Paper, *, restore: bool) -> Proof:
    there = {(file.pack, file.key): file for file in paper.files.all()}
    spoilt = {place: wrong.what for place, file in there.items() if (wrong := wrong_with_file(file))}
    missing = [f"{pack} {key}" for pack, key in paper.to_make if (pack, key) not in there]
    going_on = making_of(paper, len(there)) is Making.GOING_ON  # not where it waits for no worker
    problems = [] if going_on else [f"{one}: it has not been made" for one in missing]
    lost = template_problem(paper.template) if paper.template else ""
    if lost:
        problems.append(f"{lost}, so its Word files cannot be made anew")
    skip = TEMPLATED if lost else frozenset()
    put_back = []
    passed_over = reworded = 0
    try:
        for pack in packs_of(paper):
            for made in write_pack(pack, paper, skip=skip):
                place = (str(pack.kind), made.key)
                file = there.get(place)
                if file is None:
                    continue
                if made.key in _DOCUMENTS and wording_of(made.made_with) != wording_of(file.made_with):
                    reworded += 1
                elif made.says != file.says:
                    problems.append(f"{file.name}: made anew, it says something else")
                elif libraries_of(made.made_with) != libraries_of(file.made_with):
                    passed_over += 1
                elif _digest(made) != file.sha256:
                    problems.append(f"{file.name}: made anew, it has other bytes")
                if restore and place in spoilt:
                    what = f"{file.name}: {spoilt.pop(place)}"
                    why_not = _put_back(file, made)
                    if why_not:
                        problems.append(f"{what}{why_not}")
                    else:
                        put_back.append(f"{what}. Put back.")
    except CannotCompare as wrong:
        problems.append(f"it cannot be made anew: {wrong.message}")
    except TemplateRefused as refused:
        problems.append(f"its Word files cannot be made anew with “{paper.template}”: {refused}")
    left = _NOT_MADE if restore else ""
    problems += [f"{there[place].name}: {what}{left}" for place, what in spoilt.items()]
    return Proof(
        str(paper),
        len(there),
        passed_over,
        reworded,
        len(missing) if going_on else 0,
        tuple(put_back),
        tuple(problems),
    )


def _put_back(file: PaperFile, made: Written) -> str:
    """Put back a file's bytes; why not, where they are not those that were issued or cannot be written."""
    if _digest(made) != file.sha256:
        return _NOT_AS_ISSUED
    try:
        put_file_back(file=file, content=made.content)
    except OSError as error:
        return f", and cannot be put back: {error.strerror or error}"
    return ""


def prove_templates(plan: Plan | None = None) -> Iterator[str]:
    """Read every template that was uploaded; for each what is wrong with it, empty where it is whole.

    Args:
        plan: only those of its authority; every one if None.
    """
    every = PaperTemplate.objects.order_by("pk")
    return map(template_problem, every.filter(authority=plan.authority) if plan else every)


def template_problem(template: PaperTemplate) -> str:
    """What is wrong with the bytes of a template, with its name; empty where they are whole."""
    wrong = wrong_with_template(template)
    return f"Word template “{template.name}”: {wrong.what}" if wrong else ""


def _digest(made: Written) -> str:
    return hashlib.sha256(made.content).hexdigest()
