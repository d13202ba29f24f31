"""The part of an address that names a plan."""

import datetime as dt

from django.utils.text import slugify

from ..models import Authority, Plan


def free_slug(authority: Authority, title: str, dated: dt.date) -> str:
    """A name for a plan's address that no plan has: council, title, month and, if need be, a number.

    To be called where ``same_moment.hold_names`` holds the authority.
    """
    owner, named = slugify(authority.short_name or authority.name), slugify(title)
    # Titles often begin with the council's name.
    start = (named if named.startswith(owner) else f"{owner}-{named}")[:100].strip("-") or "plan"
    slug = f"{start}-{dated:%Y-%m}"
    return free(slug, set(Plan.objects.filter(slug__startswith=slug).values_list("slug", flat=True)))


def free(slug: str, taken: set[str]) -> str:
    """The name itself, or the first of it with a number that is not taken."""
    chosen, count = slug, 2
    while chosen in taken:
        chosen, count = f"{slug}-{count}", count + 1
    return chosen
