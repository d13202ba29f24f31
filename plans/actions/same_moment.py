"""Two people who take the same name at the same moment: the second is told so, and changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from ..models import Authority
from .refusals import Refused

_TAKEN = {"23505", "SQLITE_CONSTRAINT_UNIQUE"}
"""What PostgreSQL and SQLite call a value that may stand only once, and does already."""


def hold_names(authority: Authority) -> None:
    """Wait for whoever is adding names to this authority, and have others wait until this transaction ends.

    To be called in a transaction, before it is looked up which names are taken.

    The lock leaves the key alone. Every row that is added for the authority shares its key, so a stronger
    lock would wait for a row that in turn may be waiting for a name added here, and neither would end.
    """
    Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)


@contextmanager
def refused_if_taken(message: str) -> Iterator[None]:
    """What is written within is undone where the database finds a name, number or address taken already.

    Args:
        message: what the person is told then.

    Raises:
        Refused: with that message.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if _code(error) not in _TAKEN:
            raise
        raise Refused(message) from error


def _code(error: IntegrityError) -> str:
    cause = error.__cause__
    return str(getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", ""))
