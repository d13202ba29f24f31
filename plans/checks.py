"""What ``manage.py check --deploy`` says of a council's server besides what Django says."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.security, deploy=True)
def mail_is_sent(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Password resets must reach people's own mailboxes, and nobody else's screen."""
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return [
            Warning(
                "E-mail is written to the log, so nobody can reset a password, and who reads the log could.",
                hint="Set EMAIL_URL to your mail server, such as submission://user:password@mail.example:587.",
                id="plans.W001",
            )
        ]
    return []
