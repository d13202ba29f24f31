"""Set-up of people: accounts, and their part in each plan."""

from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from ..actions.people import Standing, end_membership, remove_person, save_person, standing_of
from ..actions.setting_up import person_with, save_membership
from ..models import Lead, Locality, Membership, User
from .base import SetUpAdmin, SetUpForm, WithinReachFilter
from .fields import TickField

admin.site.unregister(Group)
# The sign-in library's own list of addresses: an address is changed on its account, with a reason.
admin.site.unregister(EmailAddress)


class UserForm(SetUpForm):
    """An account."""

    class Meta:
        model = User
        fields = ["email", "name", "is_active", "is_superuser"]
        help_texts = {
            "is_active": "Untick for somebody who is away. Who has left is removed with Delete, below: their "
            "parts in plans end as well, and their name stays in the record."
        }


@admin.register(User)
class UserAdmin(SetUpAdmin):
    """Accounts. People choose their own password through "reset your password"."""

    form = UserForm
    plan_path = "memberships__plan"
    list_display = ("email", "name", "is_active", "is_superuser")
    search_fields = ("email", "name")
    fields = ("email", "name", "is_active", "is_superuser")
    deletable = True
    delete_confirmation_template = "admin/plans/user/delete_confirmation.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Superusers: a plan administrator adds people to their plan as members."""
        return bool(getattr(request.user, "is_superuser", False))

    def write(self, obj: User, data: dict[str, Any], **signed: Any) -> None:
        """Save; a new account has no password until its holder chooses one."""
        obj.email = obj.email.lower()
        if not obj.pk:
            obj.set_unusable_password()
        save_person(person=obj, **signed)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers, but not themselves."""
        return super().has_delete_permission(request, obj) and obj != request.user

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What removing somebody ends, and what of theirs stays, in sentences."""
        [person] = objs
        standing = standing_of(person)
        return (_what_happens(standing), {}, set(), [])

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Remove them through the action, and say what came of it."""
        by: Any = request.user
        deleted = remove_person(person=obj, by=by, reason=request.POST["why"].strip())
        messages.success(
            request,
            f"{obj} has been removed, and their account deleted."
            if deleted
            else f"{obj} has been removed. Their name stays in the record.",
        )

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        """Back to the list."""
        return redirect("admin:plans_user_changelist")


def _what_happens(standing: Standing) -> list[str]:
    ends = [
        f"Their part in {part.plan}, as {part.get_role_display().lower()}, ends."
        for part in standing.memberships
    ]
    if not standing.in_the_record:
        return [*ends, "They have rated and changed nothing, so their account is deleted."]
    signed = [
        f"{count:,} {word if count == 1 else word + 's'}"
        for count, word in ((standing.ratings, "rating"), (standing.changes, "change"))
        if count
    ]
    return ["They can no longer sign in.", *ends, f"Their name stays on {' and '.join(signed)}."]


class MembershipForm(SetUpForm):
    """A person by e-mail address, and what they do."""

    email = forms.EmailField(
        label="E-mail address",
        help_text="If nobody has an account with this address, one is made. "
        "They choose a password through “Forgotten your password?” on the sign-in page.",
    )
    name = forms.CharField(label="Name", max_length=255, required=False, help_text="For a new account.")
    lead_choice = TickField(
        Lead.objects.none(),
        label="Leads they hold",
        required=False,
        help_text="For a manager: they rate the outcomes these lead.",
    )
    locality_choice = TickField(
        Locality.objects.none(),
        label="Localities they rate",
        required=False,
        help_text="For a manager who does not rate every locality.",
    )

    class Meta:
        model = Membership
        fields = ["plan", "role", "every_locality"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leads: Any = self.fields["lead_choice"]
        localities: Any = self.fields["locality_choice"]
        if self.instance.pk:
            del self.fields["email"], self.fields["name"]
            authority = self.instance.plan.authority_id
            leads.queryset = Lead.objects.filter(authority=authority)
            localities.queryset = Locality.objects.filter(authority=authority)
            self.initial["lead_choice"] = [link.lead_id for link in self.instance.lead_links.all()]
            self.initial["locality_choice"] = [
                link.locality_id for link in self.instance.locality_links.all()
            ]
        else:
            del self.fields["lead_choice"], self.fields["locality_choice"]

    def clean(self) -> dict[str, Any]:
        """Nobody is a member of one plan twice."""
        cleaned = super().clean()
        email, plan = cleaned.get("email"), cleaned.get("plan")
        if email and plan and Membership.objects.filter(plan=plan, user__email__iexact=email).exists():
            self.add_error("email", "This person is a member of this plan already.")
        return cleaned


@admin.register(Membership)
class MembershipAdmin(SetUpAdmin):
    """Who takes part in a plan, and what they may do there."""

    form = MembershipForm
    list_display = ("user", "role", "plan", "every_locality")
    list_filter = (("plan", WithinReachFilter), "role")
    search_fields = ("user__email", "user__name")
    deletable = True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A membership stays with its person and plan."""
        return ("user", "plan") if obj else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Person first. Leads and localities come once the plan, and so the authority, is known."""
        if obj:
            return [
                "user",
                "plan",
                "role",
                "lead_choice",
                "every_locality",
                "locality_choice",
                "why",
                "seen_version",
            ]
        return ["plan", "email", "name", "role", "every_locality", "why", "seen_version"]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        """Go on to the leads and localities."""
        if obj.role == Membership.Role.MANAGER and "_addanother" not in request.POST:
            going_on: Any = request.POST.copy()
            going_on["_continue"] = "1"
            request.POST = going_on
        return super().response_add(request, obj, post_url_continue)

    def write(self, obj: Membership, data: dict[str, Any], **signed: Any) -> None:
        """Save with its leads and localities."""
        if not obj.pk:
            obj.user = person_with(
                email=data["email"], name=data["name"], by=signed["by"], reason=signed["reason"]
            )
        save_membership(
            membership=obj,
            leads=data.get("lead_choice", ()),
            localities=data.get("locality_choice", ()),
            **signed,
        )

    def delete_model(self, request: HttpRequest, obj: Membership) -> None:
        """End it through the action, with the reason given."""
        by: Any = request.user
        end_membership(membership=obj, by=by, reason=request.POST["why"].strip())
