"""What ``manage.py check`` says besides what Django says; with ``--deploy``, of a council's server."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register

from .papers.pdf.needed import PdfNotPossible, make_sure


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


@register
def pdfs_can_be_made(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Papers as PDF need libraries and fonts that no Python package brings; all else works without."""
    try:
        make_sure()
    except PdfNotPossible as why:
        return [Warning(str(why), id="plans.W002")]
    return []
