"""What a cover report begins with: the headings that a council's committee report has.

A new body starts with these; whoever administers the plan changes them on the body's own page.
"""

from typing import TypedDict

HEAD = "head"
BODY = "body"


class CoverHeading(TypedDict):
    """A heading of a cover report.

    ``help`` tells the clerk what to write, ``text`` is what usually stands there, and ``place`` is ``head``
    for a line at the top of the report and ``body`` for a section under it.
    """

    title: str
    help: str
    text: str
    place: str


def _head(title: str, hint: str, text: str = "") -> CoverHeading:
    return {"title": title, "help": hint, "text": text, "place": HEAD}


def _body(title: str, hint: str, text: str = "") -> CoverHeading:
    return {"title": title, "help": hint, "text": text, "place": BODY}


_HEADINGS = (
    _head("Title", "The title of the report, as the agenda has it."),
    _head("Date", "The day of the meeting."),
    _head("Author", "Who wrote the report, with their post."),
    _head("Contact officer", "Whom members ask, with telephone number and e-mail address."),
    _head("Members affected", "The wards or divisions, or All.", "All"),
    _head("Portfolio", "The cabinet member who answers for it.", "Children's Services"),
    _head("Confidentiality", "Whether any part is exempt, and under which paragraph.", "None"),
    _body("Summary", "What the paper is about and what has moved, in a few sentences."),
    _body("Recommendation", "What members are asked to agree or note."),
    _body("Narrative (reasons for the decision)", "Why it is recommended, with what members should know."),
    _body("Other options", "What else was considered, and why it is not recommended."),
    _body("Resource implications", "What it costs in money and people, and where that comes from."),
    _body("Legal implications", "The powers and duties it rests on."),
    _body("Other implications", "Such as equality, safeguarding, data protection and property."),
    _body("Consultation", "Who was asked, and what they said."),
    _body("Progress monitoring", "How and when members will hear what has come of it."),
    _body("Background papers", "What the report draws on and where it can be read."),
)


def default_cover() -> list[CoverHeading]:
    """The headings that a new body's cover report has, in order; the caller's own to change."""
    return [heading.copy() for heading in _HEADINGS]
