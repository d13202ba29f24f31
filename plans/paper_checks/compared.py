"""Whether a draft is compared with the paper that members had last."""

from ..actions.papers import last_issued
from ..models import Paper
from ..papers.brief import Brief


def compared_with_nothing(paper: Paper, brief: Brief) -> str:
    """Whether a part is chosen that has nothing to say."""
    if brief.compared or "changes" not in dict(paper.parts):
        return ""
    return "It is compared with nothing, so it cannot say what changed."


def issued_since(paper: Paper) -> str:
    """The paper issued to the same body after the one that a draft is compared with. One query at most.

    The last one is chosen when a draft is begun; another may have been issued by the time that it is checked.
    A draft that is compared with a date or with another body's paper was made so on purpose.
    """
    earlier = paper.since_paper
    if paper.since or (earlier and earlier.meeting.body_id != paper.meeting.body_id):
        return ""
    newest = last_issued(paper.meeting)
    if newest is None or newest == earlier:
        return ""
    compared = f"the paper of {earlier.short_name}" if earlier else "nothing"
    return f"It is compared with {compared}; the last one issued to this body is that of {newest.short_name}."
