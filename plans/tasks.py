"""What is made outside a request: the files of an issued paper. ``manage.py db_worker`` does it."""

from django.db.models import Count
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from .actions.papers import keep_file
from .models import Paper
from .packs import packs_of, write_pack


@task()
def make_files(paper_id: int) -> int:
    """Make the files of an issued paper that are not there yet, each kept as soon as it is written.

    Stopped half way and begun again, it goes on where it was: what is there stays.

    Args:
        paper_id: of an issued paper.

    Returns:
        How many it made.
    """
    paper = Paper.objects.select_related("plan", "meeting__body", "since_paper").get(pk=paper_id)
    made = 0
    for pack in packs_of(paper):
        there = frozenset(paper.files.filter(pack=pack.kind).values_list("key", flat=True))
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
