"""Set-up of a plan: its sections, statements and outcomes."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from ..actions.setting_up import columns_that_hold_ratings, save_outcome, save_record, save_section
from ..actions.version_order import is_replaced
from ..models import Locality, Outcome, Plan, Section, Statement, Theme
from ..timescale import meant_by
from .base import SetUpAdmin, SetUpForm, WithinReachFilter, why_read_only
from .fields import LinesField, TickField


class PartOfPlanAdmin(SetUpAdmin):
    """What a plan is made of. Of a closed plan it is shown, and neither asked nor deleted."""

    deletable = True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As long as its plan is open."""
        return super().has_change_permission(request, obj) and not why_read_only(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As long as its plan is open."""
        return super().has_delete_permission(request, obj) and not why_read_only(obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only what belongs to an open plan."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        path = {Plan: "status", Section: "plan__status"}.get(db_field.related_model)
        if path:
            field.queryset = field.queryset.exclude(**{path: Plan.Status.CLOSED})
        return field


@admin.register(Plan)
class PlanAdmin(SetUpAdmin):
    """Plans. The usual way to make one is to import its text."""

    plan_path = ""
    list_display = ("title", "authority", "dated", "status")
    list_filter = ("status", ("authority", WithinReachFilter))
    prepopulated_fields = {"slug": ("title",)}

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A plan stays with its authority; addresses that people have kept go on working.

        Of a closed one only the status is asked, by which it is opened again.
        """
        if obj and why_read_only(obj):
            return [field.name for field in Plan._meta.fields if field.editable and field.name != "status"]
        if obj is None:
            return ()
        follows = obj.is_next_draft or not self._reaches_version_before(request, obj)
        return ("authority", "slug", *(["predecessor"] if follows else []))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Of a version before that they do not administer nothing is shown."""
        fields = super().get_fields(request, obj)
        if obj is None or self._reaches_version_before(request, obj):
            return fields
        return [name for name in fields if name != "predecessor"]

    def _reaches_version_before(self, request: HttpRequest, obj: Plan) -> bool:
        before = obj.predecessor_id
        return before is None or self.get_queryset(request).filter(pk=before).exists()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Unless it is closed for good."""
        closed = obj is not None and obj.status == Plan.Status.CLOSED
        return super().has_change_permission(request, obj) and not (closed and is_replaced(obj))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """What is a sentence has room for one."""
        if db_field.name == "title" or db_field.name.endswith("_means"):
            kwargs["widget"] = forms.TextInput(attrs={"size": 80, "class": "wide-line"})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only while the address can still be chosen."""
        return {} if obj else self.prepopulated_fields

    def write(self, obj: Plan, data: dict[str, Any], **signed: Any) -> None:
        """Save; a plan is dated by its month."""
        obj.dated = obj.dated.replace(day=1)
        save_record(record=obj, **signed)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Superusers: a plan administrator makes a plan by importing it."""
        return bool(getattr(request.user, "is_superuser", False))


class SectionForm(SetUpForm):
    """A section with its columns as lines."""

    columns = LinesField(
        label="RAG columns",
        longest=80,
        help_text="One locality to a line, in order, without Overall. A new name makes a new locality.",
    )

    class Meta:
        model = Section
        fields = ["plan", "number", "title", "position", "has_overall"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["columns"] = [
                link.locality.name for link in self.instance.columns.select_related("locality")
            ]

    def clean(self) -> dict[str, Any]:
        """A column that holds ratings is not dropped: they would be out of sight."""
        cleaned = super().clean()
        if self.instance.pk and "columns" in cleaned:
            for refusal in columns_that_hold_ratings(
                self.instance, cleaned["columns"], bool(cleaned.get("has_overall"))
            ):
                self.add_error("columns", refusal)
        return cleaned


@admin.register(Section)
class SectionAdmin(PartOfPlanAdmin):
    """Sections and their columns."""

    form = SectionForm
    list_display = ("number", "title", "plan")
    list_filter = (("plan", WithinReachFilter),)

    @admin.display(description="RAG columns")
    def columns(self, obj: Section) -> str:
        """For where they are only shown."""
        return ", ".join(link.locality.name for link in obj.columns.select_related("locality"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A section stays in its plan, with its outcomes and their ratings."""
        return ("plan",) if obj else ()

    def write(self, obj: Section, data: dict[str, Any], **signed: Any) -> None:
        """Save with its columns."""
        save_section(section=obj, columns=data["columns"], **signed)


@admin.register(Statement)
class StatementAdmin(PartOfPlanAdmin):
    """What a section wants to see, and what needs to change."""

    plan_path = "section__plan"
    list_display = ("section", "kind", "number", "text")
    list_filter = (("section__plan", WithinReachFilter), "kind")
    search_fields = ("text",)


class OutcomeForm(SetUpForm):
    """An outcome with its leads as lines."""

    lead_titles = LinesField(
        label="Leads",
        longest=200,
        help_text="One to a line, in the plan's order. A new title makes a new lead.",
    )
    theme_choice = TickField(Theme.objects.none(), label="Themes", required=False)
    locality_choice = TickField(
        Locality.objects.none(),
        label="Rated only in",
        required=False,
        help_text="Leave all of them unticked for every column of its section.",
    )

    class Meta:
        model = Outcome
        fields = [
            "section", "ref", "position", "statement", "timescale", "timescale_on", "withdrawn_on",
        ]  # fmt: skip
        help_texts = {"timescale_on": "Worked out from the words if you leave it empty."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes: Any = self.fields["theme_choice"]
        localities: Any = self.fields["locality_choice"]
        if self.instance.pk:
            links = self.instance.lead_links.select_related("lead")
            self.initial["lead_titles"] = [link.lead.title for link in links]
            self.initial["theme_choice"] = [link.theme_id for link in self.instance.theme_links.all()]
            self.initial["locality_choice"] = [
                link.locality_id for link in self.instance.locality_links.all()
            ]
            themes.queryset = Theme.objects.filter(authority=self.instance.plan.authority_id)
            localities.queryset = Locality.objects.filter(columns__section=self.instance.section_id)
            sections: Any = self.fields.get("section")
            if sections:  # it is only shown where the plan is closed
                sections.queryset = Section.objects.filter(plan=self.instance.plan_id)
        else:
            del self.fields["theme_choice"], self.fields["locality_choice"]


@admin.register(Outcome)
class OutcomeAdmin(PartOfPlanAdmin):
    """Outcomes: their words, leads, themes and timescale. Ratings are given on the plan's own pages."""

    form = OutcomeForm
    list_display = ("ref", "statement", "section", "withdrawn_on")
    list_filter = (("plan", WithinReachFilter), ("section", WithinReachFilter))
    search_fields = ("ref", "statement")

    @admin.display(description="Leads")
    def lead_titles(self, obj: Outcome) -> str:
        """For where they are only shown."""
        return ", ".join(link.lead.title for link in obj.lead_links.select_related("lead"))

    @admin.display(description="Themes")
    def theme_choice(self, obj: Outcome) -> str:
        """For where they are only shown."""
        return ", ".join(link.theme.name for link in obj.theme_links.select_related("theme"))

    @admin.display(description="Rated only in")
    def locality_choice(self, obj: Outcome) -> str:
        """For where they are only shown."""
        return ", ".join(link.locality.name for link in obj.locality_links.select_related("locality"))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Themes and localities come once the section, and so the authority, is known."""
        later = () if obj else ("theme_choice", "locality_choice")
        return [name for name in super().get_fields(request, obj) if name not in later]

    def write(self, obj: Outcome, data: dict[str, Any], **signed: Any) -> None:
        """Save with its leads, themes and localities."""
        if obj.timescale and not obj.timescale_on:
            obj.timescale_on = meant_by(obj.timescale)
        save_outcome(
            outcome=obj,
            leads=data["lead_titles"],
            themes=data.get("theme_choice", ()),
            localities=data.get("locality_choice", ()),
            **signed,
        )
