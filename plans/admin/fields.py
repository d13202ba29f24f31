"""Form fields of the set-up pages."""

from typing import Any

from django import forms


class TickField(forms.ModelMultipleChoiceField):
    """Ticks; a number that no database holds is a wrong choice and not an accident."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        """Refuse what is no choice of these."""
        known = {str(pk) for pk in self.queryset.values_list("pk", flat=True)}  # type: ignore[union-attr]
        for one in value or ():
            if str(one) not in known:
                raise forms.ValidationError(self.error_messages["invalid_choice"], params={"value": one})
        return super().clean(value)


class LinesField(forms.CharField):
    """A list, one to a line, in order."""

    widget = forms.Textarea

    def __init__(self, *, longest: int, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(**options)
        self.longest = longest
        self.widget.attrs.setdefault("rows", 4)

    def to_python(self, value: Any) -> Any:
        """The lines that are not blank, without repeats."""
        text = super().to_python(value) or ""
        return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))

    def validate(self, value: Any) -> None:
        """Each line fits the column it is kept in, and there are not more than anybody means."""
        super().validate(value)
        if len(value) > 50:
            raise forms.ValidationError("Write no more than 50 lines.")
        for line in value:
            if len(line) > self.longest or "\x00" in line:
                raise forms.ValidationError(f"Keep each line to {self.longest} characters: {line[:40]}…")

    def prepare_value(self, value: Any) -> Any:
        """Back to lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as lists."""
        return (initial or []) != self.to_python(data)
