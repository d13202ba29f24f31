"""How people come in: with an account that an administrator made, and no other way."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):
    """No sign-up, and what goes wrong said in plain words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Your account is closed. Ask your plan administrator if you need it again.",
        "email_password_mismatch": "The e-mail address or the password is not right. Try again, "
        "or reset your password.",
        "enter_current_password": "This is not your current password",
        "incorrect_password": "This is not your password",
        "rate_limited": "There were too many tries. Wait five minutes, then try again.",
        "too_many_login_attempts": "There were too many tries. Wait five minutes, then try again, "
        "or reset your password.",
    }

    def format_email_subject(self, subject: str) -> str:
        """The service's name, then what it is about."""
        return f"{settings.SERVICE_NAME}: {subject}"

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes their own account."""
        return False
