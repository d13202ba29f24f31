"""The form that asks why something is deleted."""

from django import forms

from .child_details import ChildDetailsCheck


class DeleteForm(ChildDetailsCheck, forms.Form):
    """Deleting what was recorded by mistake."""

    reason = forms.CharField(
        label="Why it is deleted",
        max_length=500,
        help_text="Kept in the record with your name.",
        error_messages={"required": "Say why it is deleted: it is kept in the record."},
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_version(self) -> int:
        """The version that the page showed; 0, which none has, where it does not say."""
        return self.cleaned_data["version"] or 0
