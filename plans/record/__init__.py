"""The record of a plan: every change of any kind, newest first, with who made it, when and why."""

from .keys import REMOVED, Asked
from .kinds import OF_ADMINISTRATORS, Kind
from .page import PER_PAGE, RecordPage, Run, Save, read_record
from .places import Places, read_places
from .rows import Row
from .told import Told, told
from .trails import Trail, add_trail

__all__ = [
    "OF_ADMINISTRATORS",
    "PER_PAGE",
    "REMOVED",
    "Asked",
    "Kind",
    "Places",
    "RecordPage",
    "Row",
    "Run",
    "Save",
    "Told",
    "Trail",
    "add_trail",
    "read_places",
    "read_record",
    "told",
]
