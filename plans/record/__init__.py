"""The record of a plan: every change of any kind, newest first, with who made it, when and why."""

from .keys import REMOVED, Asked
from .kinds import OF_ADMINISTRATORS, Kind
from .page import PER_PAGE, RecordPage, Run, Save, read_record
from .places import Places, read_places
from .told import Told

__all__ = [
    "OF_ADMINISTRATORS",
    "PER_PAGE",
    "REMOVED",
    "Asked",
    "Kind",
    "Places",
    "RecordPage",
    "Run",
    "Save",
    "Told",
    "read_places",
    "read_record",
]
