"""Form controls with GOV.UK classes, for ``templates/django/forms`` and ``templates/components``."""

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def control_kind(field: BoundField) -> str:
    """Which markup a field needs: radios, checkboxes, checkbox, select, textarea, file or input."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    return "file" if isinstance(widget, forms.FileInput) else "input"


_CLASSES = {
    "select": "govuk-select",
    "textarea": "govuk-textarea",
    "file": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
    "input": "govuk-input",
}


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The input itself, with GOV.UK's class, an error's class, and no placeholder (it is no label)."""
    kind = control_kind(field)
    css = _CLASSES.get(kind, "")
    if field.errors and kind in ("select", "textarea", "file", "input"):
        css = f"{css} {css}--error"
    own = field.field.widget.attrs.get("class", "")
    attrs: dict[str, Any] = {"class": f"{css} {own}".strip(), "placeholder": False}
    if kind == "textarea":
        attrs["cols"] = False
        if field.field.widget.attrs.get("rows") == forms.Textarea().attrs["rows"]:
            attrs["rows"] = 5
    return field.as_widget(attrs=attrs)


@register.filter
def error_words(field: BoundField) -> list[str]:
    """What is wrong with a field. An empty one is asked for by name: the general words say too little."""
    name = str(field.label or field.name)
    name = name if name[1:2].isupper() else name[:1].lower() + name[1:]
    asked = {
        "radios": "Choose",
        "select": "Choose",
        "checkboxes": "Choose",
        "checkbox": "Tick",
        "file": "Choose",
    }
    general = str(forms.Field.default_error_messages["required"])
    return [
        f"{asked.get(control_kind(field), 'Enter')} {name}" if words == general else words
        for words in map(str, field.errors)
    ]


@register.filter
def first_id(field: BoundField) -> str:
    """The id that a link in an error summary leads to: the control, or the first choice of a group."""
    if control_kind(field) in ("radios", "checkboxes"):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.simple_tag
def choice_hint(field: BoundField, value: Any) -> str:
    """What a choice means: from the form field's ``choice_hints`` (value -> words), where it has one."""
    return getattr(field.field, "choice_hints", {}).get(str(value), "")


@register.simple_tag
def choice_rag(field: BoundField, value: Any) -> str:
    """The value where the form field is a choice of RAG (``shows_rag``), to show its letter beside it."""
    return str(value) if getattr(field.field, "shows_rag", False) else ""
