"""Start-up of the ofsted app."""

from django.apps import AppConfig


class OfstedConfig(AppConfig):
    """Visits and findings. It holds no models yet: they come with the visits themselves."""

    name = "ofsted"
    verbose_name = "Ofsted visits"
