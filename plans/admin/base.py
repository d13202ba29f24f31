"""What every set-up page does: keeps to the plans one administers, asks why, and never overwrites unseen."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.forms.models import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from simple_history.admin import SimpleHistoryAdmin

from ..actions.refusals import Refused
from ..actions.setting_up import delete_record, save_record
from ..actions.version_order import stays_as_left
from ..forms.child_details import ChildDetailsCheck
from ..models import Authority, Lead, Locality, Outcome, Plan, Section, Statement, Theme

PLAN_OF: dict[type[Model], str] = {
    Authority: "plans",
    Locality: "authority__plans",
    Lead: "authority__plans",
    Theme: "authority__plans",
    Plan: "",
    Section: "plan",
    Outcome: "plan",
}
"""How each model is reached from a plan; a person sees what belongs to the plans they administer."""


ASKED_LAST = ("why", "false_alarm", "seen_version", "child_details_told")
"""What every form of set-up asks and keeps besides the record itself."""


def within_reach(queryset: QuerySet[Any], path: str, user: Any) -> QuerySet[Any]:
    """The rows of the plans this person administers; all of them for a superuser."""
    if user.is_superuser:
        return queryset
    mine = Plan.objects.administered_by(user)
    return queryset.filter(**{f"{path}__in" if path else "pk__in": mine.values("pk")}).distinct()


def why_read_only(record: Any) -> str:
    """Why a plan, or what it is made of, is only shown, in sentences; empty where it can be changed."""
    if isinstance(record, Statement):
        record = record.section
    if isinstance(record, Section | Outcome):
        record = record.plan
    return stays_as_left(record) if isinstance(record, Plan) else ""


class SetUpForm(ChildDetailsCheck, ModelForm):
    """Asks why, and knows the version it was made from."""

    why = forms.CharField(
        label="Why",
        max_length=500,
        help_text="Kept in the record with your name.",
        widget=forms.TextInput(attrs={"size": 80}),
    )
    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and hasattr(self.instance, "version"):
            self.initial["seen_version"] = self.instance.version
        if not self.instance.pk:
            self.initial.setdefault("why", "Set up")

    def typed(self, cleaned: dict[str, Any]) -> dict[str, str]:
        """What was changed; the rest somebody has answered for before."""
        return {name: text for name, text in super().typed(cleaned).items() if name in self.changed_data}

    def clean(self) -> dict[str, Any]:
        """Refuse a form made from an older version, beside each field that somebody else has changed."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.instance.pk or not hasattr(self.instance, "version"):
            return cleaned
        # The row is locked until the save, so nobody can get in between this check and it. Its key is left
        # alone: an import that refers to it goes on, and so never waits for what waits for the import.
        locked = type(self.instance)._base_manager.select_for_update(no_key=True)
        current = locked.filter(pk=self.instance.pk).first()
        if current is None:
            self.add_error(None, "Somebody has deleted this while you had it open, so it cannot be saved.")
            return cleaned
        if cleaned.get("seen_version") == current.version:
            return cleaned
        newest = current.history.first()
        self.add_error(
            None,
            f"{newest.history_by if newest else 'Somebody'} changed this while you had it open. "
            "Nothing of yours is saved yet. Compare the two below, then save again.",
        )
        for name in self.fields.keys() & {field.name for field in current._meta.fields}:
            theirs = current._meta.get_field(name).value_from_object(current)
            if cleaned.get(name) != getattr(current, name):
                self.add_error(name, f"It now says “{theirs}”. What you typed is kept here.")
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix("seen_version")] = str(current.version)
        return cleaned


class SetUpAdmin(SimpleHistoryAdmin):
    """A set-up page that writes through actions."""

    form = SetUpForm
    actions = None
    plan_path: ClassVar[str] = "plan"
    deletable: ClassVar[bool] = False
    save_on_top = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Only what belongs to the plans they administer."""
        return within_reach(super().get_queryset(request), self.plan_path, request.user)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer only what belongs to the plans they administer."""
        path = PLAN_OF.get(db_field.related_model)
        if path is not None:
            kwargs["queryset"] = within_reach(
                db_field.related_model._default_manager.all(), path, request.user
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Administrators of a plan."""
        return bool(getattr(request.user, "is_staff", False))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators of a plan; which rows is decided by ``get_queryset``."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Administrators of a plan."""
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators of a plan."""
        return self.has_module_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only where taking it away leaves the record of the plan whole."""
        return self.deletable and self.has_module_permission(request)

    def has_view_history_or_change_history_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for the record itself: the library would show, and put back, the past of one out of reach."""
        if not request.user.is_superuser and not self.get_queryset(request).filter(pk=obj.pk).exists():
            raise Http404
        return bool(super().has_view_history_or_change_history_permission(request, obj))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The reason last, after what it is the reason for; none where nothing can be changed."""
        fields = [name for name in self.get_fields(request, obj) if name not in ASKED_LAST]
        asked = ASKED_LAST if obj is None or self.has_change_permission(request, obj) else ()
        return [(None, {"fields": [*fields, *asked]})]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Above what is only shown, say why."""
        why_not = why_read_only(kwargs.get("obj"))
        if why_not:
            messages.info(request, why_not)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save through the action."""
        self.write(obj, form.cleaned_data, **self.signed(request, form))

    def signed(self, request: HttpRequest, form: Any) -> dict[str, Any]:
        """Who, why, and which version they saw."""
        return {
            "by": request.user,
            "reason": form.cleaned_data["why"],
            "seen_version": form.cleaned_data.get("seen_version"),
            "false_alarm": form.said_false_alarm,
        }

    def write(self, obj: Any, data: dict[str, Any], **signed: Any) -> None:
        """Call the action that saves this kind of record."""
        save_record(record=obj, **signed)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Links are saved by ``write``, with their history."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Delete through the action, with the reason given on the page that asks whether you are sure."""
        delete_record(record=obj, by=request.user, reason=request.POST["why"].strip())  # type: ignore[arg-type]

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Ask whether they are sure, and why; without a reason nothing is deleted."""
        why = request.POST.get("why", "").strip()
        if request.method == "POST" and (not why or len(why) > 500 or "\x00" in why):
            messages.error(request, "Say why, in up to 500 characters: nothing has been deleted.")
            return redirect(request.path)
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refused as refused:
            messages.error(request, f"Nothing has been deleted. {refused.message}")
            return redirect(request.path)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what an action refuses that the form did not see coming."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refused:
            messages.error(request, f"Nothing has been saved. {refused.message}")
            return redirect(request.path)

    def history_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The record's history; an address that names no record is 404."""
        return super().history_view(request, _number(object_id), *args, **kwargs)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """One version of the record; an address that names none is 404. Putting it back may be refused."""
        try:
            return super().history_form_view(
                request, _number(object_id), _number(version_id), *args, **kwargs
            )
        except Refused as refused:
            messages.error(request, f"Nothing has been saved. {refused.message}")
            return redirect(request.path)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """As many words as anybody types, and no more than the database takes."""
        return super().get_search_results(request, queryset, " ".join(search_term.split()[:20]))


class RecordedAdmin(admin.ModelAdmin):
    """A page of what is written once: it is shown to administrators of a plan, and changed by nobody."""

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Administrators of a plan."""
        return bool(getattr(request.user, "is_staff", False))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators of a plan."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


class WithinReachFilter(admin.RelatedFieldListFilter):
    """A filter beside a list that offers only what belongs to the plans one administers."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        """The choices, in reach."""
        related = field.remote_field.model
        rows = within_reach(related._default_manager.all(), PLAN_OF[related], request.user)
        return [(row.pk, str(row)) for row in rows]


def _number(text: str) -> str:
    if not str(text).isdecimal() or len(str(text)) > 18:
        raise Http404
    return str(text)


admin.site.site_title = "Set-up"
admin.site.index_title = "Plans and people"
