"""What is made outside a request: the files of an issued paper. ``manage.py db_worker`` does it."""

import datetime as dt
from enum import StrEnum

from django.db.models import Count
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from .actions.paper_files import keep_file
from .kept_files import TemplateLost
from .models import Paper
from .packs import packs_of, write_pack
from .uploaded.template_check import TemplateRefused

_PATIENCE = dt.timedelta(seconds=20)
"""How long a task may wait before somebody is told that perhaps nothing is there to run it."""

_CUT_OFF = dt.timedelta(minutes=5)
"""How long the files of a paper may take at the most; what runs longer has lost its worker."""


class Making(StrEnum):
    """How the making of a paper's files stands."""

    MADE = "made"
    """All are there."""
    GOING_ON = "going on"
    WAITING = "waiting"
    """For so long that nothing may be there to make them."""
    STOPPED = "stopped"
    """It ended without making every file, or was cut off: its worker was stopped or has died."""


@task()
def make_files(paper_id: int) -> int:
    """Make the files of an issued paper that are not there yet, each kept as soon as it is written.

    Stopped half way and begun again, it goes on where it was: what is there stays.

    Args:
        paper_id: of an issued paper.

    Returns:
        How many it made.

    Raises:
        TemplateLost, TemplateRefused: Word files cannot be made, as their template cannot be had or used.
            Every other file is there by then.
    """
    paper = Paper.objects.select_related("plan", "meeting__body", "since_paper", "template").get(pk=paper_id)
    made, without_template = 0, None
    for pack in packs_of(paper):
        there = frozenset(paper.files.filter(pack=pack.kind).values_list("key", flat=True))
        try:
            for file in write_pack(pack, paper, skip=there):
                keep_file(
                    paper=paper,
                    pack=pack.kind,
                    key=file.key,
                    name=file.name,
                    content_type=file.content_type,
                    content=file.content,
                    says=file.says,
                    made_with=file.made_with,
                )
                made += 1
        except (TemplateLost, TemplateRefused) as error:
            without_template = error
    if without_template:
        raise without_template
    return made


def make_what_is_missing() -> int:
    """Have the files made of every issued paper that lacks some, as where the worker was stopped half way.

    Returns:
        How many papers wait for it now.
    """
    papers = Paper.objects.filter(status=Paper.Status.ISSUED).annotate(there=Count("files"))
    lacking = [paper.pk for paper in papers if paper.there < len(paper.to_make)]
    for pk in lacking:
        make_files.enqueue(pk)
    return len(lacking)


def latest_making(paper: Paper) -> DBTaskResult | None:
    """The newest task that makes the files of a paper, waiting, running or ended; None if there is none."""
    return (
        DBTaskResult.objects.filter(task_path=make_files.module_path, args_kwargs__args=[paper.pk])
        .order_by("-enqueued_at")
        .first()
    )


def making_of(paper: Paper, there: int) -> Making:
    """How the making of a paper's files stands. One query, or none.

    Args:
        paper: issued.
        there: how many of its files there are.
    """
    if there >= len(paper.to_make):
        return Making.MADE
    task, now = latest_making(paper), timezone.now()
    if task is None or task.status in ("FAILED", "SUCCESSFUL"):
        return Making.STOPPED
    if task.status == "RUNNING":
        return Making.STOPPED if now - task.started_at > _CUT_OFF else Making.GOING_ON
    return Making.WAITING if now - task.enqueued_at > _PATIENCE else Making.GOING_ON
