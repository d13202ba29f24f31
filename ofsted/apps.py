"""Start-up of the ofsted app."""

from django.apps import AppConfig


class OfstedConfig(AppConfig):
    """Visits, findings, and the trail from them to the outcomes of a plan."""

    name = "ofsted"
    verbose_name = "Ofsted visits"

    def ready(self) -> None:
        """Add this app's parts to the pages, papers and record of a plan, and to the checks of the record."""
        from plans.parts import add_parts
        from plans.verification import add_check

        from .files_as_attached import check_files
        from .parts import VisitParts
        from .record import add_trails

        add_parts(VisitParts())
        add_trails()
        add_check(check_files)
