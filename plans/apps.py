"""Start-up of the plans app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PlansConfig(AppConfig):
    """Improvement plans."""

    name = "plans"
    verbose_name = "Improvement plans"

    def ready(self) -> None:
        """Switch on the history guard and the append-only triggers, and tell the rest what there is."""
        from . import checks  # noqa: F401 - registers them
        from .files_as_made import check_files, check_templates
        from .models.append_only import install_after_migrate
        from .models.tracking import connect_history_guard
        from .record.meeting_trails import add_meeting_trails
        from .record.paper_trails import add_paper_trails
        from .verification import add_check

        connect_history_guard()
        add_meeting_trails()
        add_paper_trails()
        add_check(check_files)
        add_check(check_templates)
        post_migrate.connect(install_after_migrate, sender=self, dispatch_uid="plans.append_only")
