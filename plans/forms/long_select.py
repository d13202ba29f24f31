"""A list to choose from, written out at once: Django's own makes a template of each of a hundred choices."""

from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe


class LongSelect(forms.Select):
    """Looks and behaves as ``forms.Select``; its choices have no groups and no attributes of their own."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The element with its choices."""
        chosen = set(self.format_value(value))
        options = "".join(
            f'<option value="{escape(str(key or ""))}"{" selected" if str(key or "") in chosen else ""}>'
            f"{escape(str(label))}</option>"
            for key, label in self.choices
        )
        given = flatatt({**self.build_attrs(self.attrs, attrs), "name": name})
        return mark_safe(f"<select{given}>{options}</select>")  # noqa: S308
