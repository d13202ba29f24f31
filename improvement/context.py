"""What every template may show."""

from django.conf import settings
from django.http import HttpRequest


def service(request: HttpRequest) -> dict[str, str]:
    """The council's own name for the service."""
    return {"service_name": settings.SERVICE_NAME}
