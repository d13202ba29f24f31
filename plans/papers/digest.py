"""What a paper says, as one number: the same whatever writes it, and with whatever version of a library."""

import dataclasses
import datetime as dt
import hashlib
import json
from enum import Enum
from typing import Any

from .document import DataPart, Document


def digest_of(document: Document | DataPart) -> str:
    """The SHA-256, in hexadecimal, of everything a document, or a table of one, holds, in its order."""
    written = json.dumps(_plain(document), ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """A value as JSON has it; each says its kind, so that no two different trees read alike."""
    if dataclasses.is_dataclass(value):
        fields = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"is": type(value).__name__, **fields}
    if isinstance(value, Enum):
        return {"is": type(value).__name__, "name": value.name}
    if isinstance(value, dt.datetime):
        return {"moment": value.astimezone(dt.UTC).isoformat()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"A document does not hold a {type(value).__name__}.")
