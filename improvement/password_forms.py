"""The forms for passwords, in the words of the rest of the service."""

from typing import Any

from allauth.account import forms
from django.forms import Field

NEW = {"password1": "New password", "password2": "New password again"}


class ChangePasswordForm(forms.ChangePasswordForm):
    """The library's form, for somebody signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self.fields, {"oldpassword": "Current password", **NEW})


class SetPasswordForm(forms.SetPasswordForm):
    """The library's form, for an account that has no password yet."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self.fields, NEW)


class ResetPasswordForm(forms.ResetPasswordForm):
    """The library's form, which asks where to send the link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self.fields, {"email": "Work e-mail address"})


class ResetPasswordKeyForm(forms.ResetPasswordKeyForm):
    """The library's form, to which the link leads."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _call(self.fields, NEW)


def _call(fields: dict[str, Field], names: dict[str, str]) -> None:
    """Give fields their labels, and ask for each by the same words where it is left empty."""
    for name, label in names.items():
        fields[name].label = label
        fields[name].error_messages["required"] = f"Enter your {label[:1].lower()}{label[1:]}"
