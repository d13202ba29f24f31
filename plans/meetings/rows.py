"""A body, a meeting, a recommendation and its progress, as a page shows them."""

import datetime as dt
from dataclasses import dataclass

from ..clear_days import Publication, left_in_words, publication_of
from ..cover_headings import CoverHeading
from ..dates import full_date
from ..models import Body, Progress, Rag, Recommendation

_PUBLIC = frozenset({Body.Kind.BOARD, Body.Kind.COMMITTEE, Body.Kind.CABINET})


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body, with what its papers keep to (``models.Body`` says what each is)."""

    id: int
    kind: Body.Kind
    name: str
    clear_days: int
    chase_days: tuple[int, ...]
    cycle_days: int
    cover: tuple[CoverHeading, ...]

    @property
    def is_public(self) -> bool:
        """Whether what it asks for may be read in papers to other bodies.

        A committee and a cabinet meet in public (Local Government Act 1972, section 100A; the 2012
        regulations on executive arrangements), and an improvement board's recommendations are reported to
        them. SMT is management, and of another body nobody has said.
        """
        return self.kind in _PUBLIC


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting of a body (``models.Meeting`` says what each is)."""

    id: int
    body: BodyRow
    on: dt.date
    begins_at: dt.time | None
    place: str
    item: str
    pages: str

    @property
    def title(self) -> str:
        """As it is named everywhere: Improvement Board, 24 January 2027."""
        return f"{self.body.name}, {full_date(self.on)}"

    @property
    def clocks(self) -> Publication:
        """When its papers are published, and when people are chased for them."""
        return publication_of(self.on, self.body.clear_days, self.body.chase_days)

    def left(self, today: dt.date) -> str:
        """How long there is until its papers are published: "4 working days left"."""
        return left_in_words(self.clocks.deadline, today)


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """How a recommendation stood from a day on.

    Attributes:
        meeting: that reviewed it; None for what an officer reported.
        review: what that said.
        by, recorded_at, why: who recorded it, when, and the reason given.
    """

    id: int
    rag: Rag
    words: str
    on: dt.date
    meeting: MeetingRow | None
    review: Progress.Review | None
    by: str
    recorded_at: dt.datetime
    why: str

    @property
    def asks_update(self) -> bool:
        """Whether members asked for an update."""
        return self.review == Progress.Review.UPDATE_ASKED


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """What a meeting recommended or asked for.

    Attributes:
        progress: the newest first, by (day, id).
    """

    id: int
    meeting: MeetingRow
    kind: Recommendation.Kind
    ref: str
    words: str
    who: str
    due: str
    due_on: dt.date | None
    progress: tuple[ProgressRow, ...]

    @property
    def name(self) -> str:
        """What it is called: "Recommendation 3", "Action"."""
        return f"{self.kind.label} {self.ref}".strip()

    @property
    def standing(self) -> ProgressRow | None:
        """How it stands; None where nothing has been reported."""
        return self.progress[0] if self.progress else None

    @property
    def rag(self) -> Rag | None:
        """The colour that stands."""
        return self.standing.rag if self.standing else None

    @property
    def reported(self) -> ProgressRow | None:
        """The newest progress that an officer reported, with what was done."""
        return next((row for row in self.progress if row.words and not row.review), None)

    @property
    def reviewed(self) -> ProgressRow | None:
        """What a meeting last said of it."""
        return next((row for row in self.progress if row.review), None)

    @property
    def update_asked(self) -> bool:
        """Whether members asked for an update, and none has been given since."""
        return self.standing is not None and self.standing.asks_update

    @property
    def is_agreed(self) -> bool:
        """Whether a meeting agreed the status that stands."""
        return self.standing is not None and self.standing.review == Progress.Review.AGREED

    @property
    def is_complete(self) -> bool:
        """Whether it is reported as complete; members may still have to agree that."""
        return self.rag == Rag.COMPLETE

    @property
    def is_open(self) -> bool:
        """Whether there is something left to do, or to agree."""
        return not (self.is_complete and self.is_agreed)

    @property
    def awaits_review(self) -> bool:
        """Whether members have yet to agree the status that stands."""
        return not self.is_agreed

    def overdue(self, on: dt.date) -> bool:
        """Whether it is not complete by then, and was due before."""
        return not self.is_complete and self.due_on is not None and self.due_on < on


@dataclass(frozen=True, slots=True)
class Meetings:
    """All of it, at one date.

    Attributes:
        on: the date shown, from which days are counted.
        line: ids of the versions of the plan that it is read from.
        moment: at which it is read; None for as it is.
        bodies: by name.
        meetings: the soonest first.
        recommendations: by meeting, the newest first, then as they were recorded.
    """

    on: dt.date
    line: frozenset[int]
    moment: dt.datetime | None
    bodies: tuple[BodyRow, ...]
    meetings: tuple[MeetingRow, ...]
    recommendations: tuple[RecommendationRow, ...]

    @property
    def upcoming(self) -> tuple[MeetingRow, ...]:
        """Those of the date shown and after, the soonest first."""
        return tuple(row for row in self.meetings if row.on >= self.on)

    @property
    def past(self) -> tuple[MeetingRow, ...]:
        """Those before the date shown, the newest first."""
        return tuple(row for row in reversed(self.meetings) if row.on < self.on)

    def meeting(self, pk: int) -> MeetingRow | None:
        """The meeting with that id."""
        return next((row for row in self.meetings if row.id == pk), None)

    def body(self, pk: int) -> BodyRow | None:
        """The body with that id."""
        return next((row for row in self.bodies if row.id == pk), None)

    def recommendation(self, pk: int) -> RecommendationRow | None:
        """The recommendation with that id."""
        return next((row for row in self.recommendations if row.id == pk), None)

    def next_of(self, body_id: int) -> MeetingRow | None:
        """The next meeting of a body."""
        return next((row for row in self.upcoming if row.body.id == body_id), None)

    def made_at(self, meeting_id: int) -> tuple[RecommendationRow, ...]:
        """What a meeting recommended and asked for."""
        return tuple(row for row in self.recommendations if row.meeting.id == meeting_id)

    def reviewed_at(self, meeting_id: int) -> tuple[tuple[RecommendationRow, ProgressRow], ...]:
        """What a meeting said of what earlier ones asked for."""
        return tuple(
            (row, said)
            for row in self.recommendations
            for said in row.progress
            if said.meeting is not None and said.meeting.id == meeting_id
        )

    def to_review(self, meeting: MeetingRow) -> tuple[RecommendationRow, ...]:
        """What earlier meetings of its body asked for whose status this meeting is to agree.

        It is what stood unagreed and that this meeting has not reviewed. Of the meetings to come only the
        next of a body reviews anything, and a past one only while it is the body's last.
        """
        if meeting.on >= self.on:
            reviewing = self.next_of(meeting.body.id)
        else:
            reviewing = next((row for row in self.past if row.body.id == meeting.body.id), None)
        if reviewing != meeting:
            return ()
        done = {row.id for row, _ in self.reviewed_at(meeting.id)}
        return tuple(
            row
            for row in self.recommendations
            if row.meeting.body.id == meeting.body.id
            and row.meeting.on < meeting.on
            and row.awaits_review
            and row.id not in done
        )
