"""Whether issued papers are what they were: each made anew from the record, and its files read and compared.

Three things are compared. The bytes that are kept with the SHA-256 noted when they were made; what the paper
says now, worked out from the record, with what it said then; and every file written again with the one kept.
The last is passed over where a library that writes it has another version than it had: it may then
write the same words in other bytes.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from .actions.papers import kept_papers
from .changes import CannotCompare
from .models import Paper, PaperFile, Plan
from .packs import Written, packs_of, write_pack


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found of one paper.

    Attributes:
        paper: which, in words.
        files: how many of its files were read.
        passed_over: how many were not written again, as another version of a library would write them.
        problems: what is wrong, in sentences.
    """

    paper: str
    files: int
    passed_over: int
    problems: tuple[str, ...]


def prove_papers(plan: Plan | None = None) -> Iterator[Proof]:
    """Make every issued paper anew and compare, the oldest first.

    Args:
        plan: only papers of this version of a plan; every paper if None.
    """
    issued = Paper.objects.filter(status=Paper.Status.ISSUED).order_by("known_at", "pk")
    if plan:
        issued = issued.filter(plan=plan)
    for paper in issued.select_related("plan", "meeting__body", "since_paper"):
        yield _prove(paper)


def _prove(paper: Paper) -> Proof:
    there = {(file.pack, file.key): file for file in paper.files.all()}
    problems = [
        f"{pack} {key}: it has not been made" for pack, key in paper.to_make if (pack, key) not in there
    ]
    problems += [f"{file.name}: {wrong}" for file in there.values() if (wrong := _wrong_with(file))]
    passed_over = 0
    try:
        for pack in packs_of(paper):
            for made in write_pack(pack, paper):
                file = there.get((pack.kind, made.key))
                if file is None:
                    continue
                if made.says != file.says:
                    problems.append(f"{file.name}: made anew, it says something else")
                elif made.made_with != file.made_with:
                    passed_over += 1
                elif _digest(made) != file.sha256:
                    problems.append(f"{file.name}: made anew, it has other bytes")
    except CannotCompare as wrong:
        problems.append(f"it cannot be made anew: {wrong.message}")
    return Proof(str(paper), len(there), passed_over, tuple(problems))


def _digest(made: Written) -> str:
    return hashlib.sha256(made.content).hexdigest()


def _wrong_with(file: PaperFile) -> str:
    """What is wrong with the bytes that are kept; empty where they are whole."""
    try:
        with kept_papers().open(file.stored_as) as kept:
            digest = hashlib.sha256()
            for part in kept.chunks():
                digest.update(part)
    except FileNotFoundError:
        return "it is not in the folder of files"
    except OSError as error:
        return f"it cannot be read ({error.strerror or error})"
    return "" if digest.hexdigest() == file.sha256 else "its content is not what was issued"
