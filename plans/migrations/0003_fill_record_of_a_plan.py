"""Says of which plan each rating and each change already recorded is, and turns predecessors into links."""

from django.db import migrations
from django.db.models import F, OuterRef, Subquery

from plans.models import append_only

# Through what the plan of each kind of record is found.
_VIA = {
    "SectionColumn": ("section_id", "HistoricalSection"),
    "Statement": ("section_id", "HistoricalSection"),
    "OutcomeLead": ("outcome_id", "HistoricalOutcome"),
    "OutcomeTheme": ("outcome_id", "HistoricalOutcome"),
    "OutcomeLocality": ("outcome_id", "HistoricalOutcome"),
    "MembershipLead": ("membership_id", "HistoricalMembership"),
    "MembershipLocality": ("membership_id", "HistoricalMembership"),
}


def fill(apps, schema_editor):
    """Histories of what was deleted since are filled as well: their owners' own histories are read."""
    # That ratings and history never change is the database's own rule; it comes back when migrate has ended.
    append_only.remove(schema_editor.connection)
    model = lambda name: apps.get_model("plans", name)  # noqa: E731
    model("HistoricalPlan").objects.update(history_plan_id=F("id"))
    for name in ("HistoricalSection", "HistoricalOutcome", "HistoricalMembership"):
        model(name).objects.update(history_plan_id=F("plan_id"))
    for name, (key, owner) in _VIA.items():
        of_owner = model(owner).objects.filter(id=OuterRef(key)).values("plan_id")[:1]
        model(f"Historical{name}").objects.update(history_plan_id=Subquery(of_owner))
    of_outcome = model("Outcome").objects.filter(id=OuterRef("outcome_id")).values("plan_id")[:1]
    model("Rating").objects.filter(plan=None).update(plan_id=Subquery(of_outcome))
    link_predecessors(model)


def link_predecessors(model):
    """Each link has the moment, person and reason with which its outcome's predecessor was first given."""
    for outcome in model("Outcome").objects.exclude(predecessor=None):
        said = (
            model("HistoricalOutcome")
            .objects.filter(id=outcome.pk, predecessor_id=outcome.predecessor_id)
            .order_by("history_date", "history_id")
            .first()
        )
        link = model("OutcomePredecessor").objects.create(
            outcome_id=outcome.pk, predecessor_id=outcome.predecessor_id
        )
        model("HistoricalOutcomePredecessor").objects.create(
            id=link.pk, outcome_id=link.outcome_id, predecessor_id=link.predecessor_id, history_type="+",
            history_date=said.history_date, history_user_id=said.history_user_id, history_by=said.history_by,
            history_change_reason=said.history_change_reason, history_plan_id=outcome.plan_id,
        )


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_record_of_a_plan")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
