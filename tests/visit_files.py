"""Files for the tests of what may be kept with a visit, and what it is to keep one."""

import io
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from ofsted.actions.attachments import attach_file
from ofsted.models import Attachment, Visit
from plans.models import Plan, User

from .factories import set_up_by

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"
_TYPES = (
    '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document'
    '.main+xml"/></Types>'
)


def upload(name: str = "letter.pdf", content: bytes = PDF, declared: str = "text/html") -> Any:
    """A file as a browser sends it; what the browser says it is counts for nothing."""
    return SimpleUploadedFile(name, content, content_type=declared)


def docx(*extra: tuple[str, bytes]) -> bytes:
    """A small Word document."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("word/document.xml", "<document>Plans are late.</document>")
        for name, content in extra:
            archive.writestr(name, content)
    return whole.getvalue()


def a_file(
    visit: Visit,
    *,
    plan: Plan | None = None,
    by: User | None = None,
    name: str = "letter.pdf",
    content: bytes = PDF,
) -> Attachment:
    """A letter that is kept with a visit.

    Args:
        visit: whose.
        plan: the version in use; the visit's if None.
        by: who attaches it; a superuser if None.
        name, content: of the file.
    """
    return attach_file(
        visit=visit, plan=plan or visit.plan, file=upload(name, content), kind=Attachment.Kind.LETTER,
        by=by or set_up_by(),
    )  # fmt: skip


def where(attachment: Attachment) -> Path:
    """Where its bytes lie."""
    return Path(settings.ATTACHMENTS_DIR) / attachment.stored_as


def stored() -> set[str]:
    """The names of everything that lies there."""
    folder = Path(settings.ATTACHMENTS_DIR)
    return {path.name for path in folder.iterdir()} if folder.exists() else set()
