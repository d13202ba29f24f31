"""The forms that put a body's Word template in use, and give it up."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from ..papers.sample import check_on_sample
from ..uploaded.names import clean_name
from ..uploaded.template_check import MAX_BYTES, TemplateRefused
from ..uploaded.word_template import Template
from .child_details import ChildDetailsCheck
from .deleting import DeleteForm
from .meetings import reason_field

_MB = 1024 * 1024


class TemplateForm(ChildDetailsCheck, forms.Form):
    """A Word document that a body's papers are to take their look from."""

    file = forms.FileField(
        label="Word document",
        allow_empty_file=True,  # what it is said to be instead says what to do
        max_length=None,
        help_text=f"A .docx file, at most {MAX_BYTES // _MB} MB, without macros and without a password.",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": "Choose the Word document."},
    )
    reason = reason_field("the council's new template, June 2026")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_file(self) -> UploadedFile:
        """A document that a paper can be written with; its bytes are ``content``."""
        file: UploadedFile = self.cleaned_data["file"]
        size = file.size or 0
        if size > MAX_BYTES:
            raise forms.ValidationError(
                f"This file is {size / _MB:,.1f} MB, and at most {MAX_BYTES // _MB} MB can be used. Make the "
                "pictures in it smaller, and choose it again."
            )
        if not size:
            raise forms.ValidationError("This file is empty. Choose the file again, or another copy of it.")
        self.content = file.read()
        try:
            check_on_sample(self.content)
            self._said = Template(self.content).said
        except TemplateRefused as refused:
            raise forms.ValidationError(str(refused)) from None
        return file

    @property
    def file_name(self) -> str:
        """What the chosen file is called; empty where none was chosen."""
        file = self.files.get("file")
        return clean_name(file.name or "") if file else ""

    def typed(self, cleaned: dict[str, Any]) -> dict[str, str]:
        """The name of the file is free text, too, and so is what stands at the head and foot of its pages."""
        of_file = {"file": f"{self.file_name}\n{self._said}"} if cleaned.get("file") else {}
        return super().typed(cleaned) | of_file


class TemplateRemoveForm(DeleteForm):
    """Giving up a body's Word template."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label = "Why it is no longer used"
        self.fields["reason"].error_messages["required"] = (
            "Say why it is no longer used: it is kept in the record."
        )
