"""The sign-in form, in the words of the rest of the service."""

from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):
    """The library's form, asking for an e-mail address by that name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address"
        self.fields["password"].help_text = ""
