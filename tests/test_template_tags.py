"""What the tags of the plan pages put on the page."""

import datetime as dt

import pytest
import time_machine
from django import forms
from django.template import Context, Template

from plans.models import Rag
from plans.months import ABSENT, NOT_RATED
from plans.templatetags.plans import month_strip, rag_bar, rag_chip


def render(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("rag", "letter", "word"),
    [
        (Rag.RED, "R", "Red"),
        (Rag.AMBER, "A", "Amber"),
        (Rag.GREEN, "G", "Green"),
        (Rag.COMPLETE, "C", "Complete"),
        (None, "–", "Not rated"),  # noqa: RUF001
    ],
)
def test_a_rating_is_a_letter_a_colour_and_a_word(rag, letter, word):
    chip = rag_chip(rag)
    assert f'<span aria-hidden="true">{letter}</span>' in chip
    assert f'<span class="govuk-visually-hidden">{word}</span>' in chip
    assert f"rag--{rag.value if rag else 'none'}" in chip


def test_a_linked_rating_says_all_of_itself():
    chip = rag_chip(
        Rag.AMBER, href="/plans/p/2.2/?a=1&b=2", label="2.2 Wexley", moved="down", stale=True, days=75
    )
    assert 'aria-label="2.2 Wexley: Amber, moved down, 75 days old"' in chip
    assert 'href="/plans/p/2.2/?a=1&amp;b=2"' in chip
    assert "rag--down" in chip
    assert "rag--stale" in chip
    assert ">A</a>" in chip


def test_names_that_people_typed_are_escaped_in_a_rating_and_a_bar():
    nasty = '"><script>alert(1)</script>'
    for made in (
        rag_chip(Rag.RED, href="/", label=nasty),
        rag_chip(Rag.RED, label=nasty),
        rag_bar({Rag.RED: 1}, label=nasty),
        month_strip([(dt.date(2026, 1, 1), "r")], label=nasty),
    ):
        assert "<script" not in made
        assert "&lt;script&gt;" in made


def test_a_bar_says_its_numbers_and_draws_each():
    bar = rag_bar({Rag.RED: 9, Rag.AMBER: 41, Rag.GREEN: 52, Rag.COMPLETE: 8, None: 8}, label="All ratings")
    assert 'aria-label="All ratings: 9 red, 41 amber, 52 green, 8 complete, 8 not rated"' in bar
    for number in (9, 41, 52):
        assert f">{number}</text>" in bar
    assert "style=" not in bar


def _widths(bar):
    return [float(part.split("%")[0]) for part in bar.split(' width="')[2:] if "%" in part[:8]][::2]


def test_parts_of_a_bar_fill_it_and_keep_their_shares():
    widths = _widths(rag_bar({Rag.RED: 10, Rag.AMBER: 30, Rag.GREEN: 60}))
    assert widths == pytest.approx([10, 30, 60])


def test_a_small_part_is_wide_enough_for_its_number():
    widths = _widths(rag_bar({Rag.RED: 1, Rag.GREEN: 199}, small=True))
    assert widths[0] >= 10
    assert sum(widths) == pytest.approx(100)


def test_a_bar_that_has_its_cell_to_itself_is_true_to_small_shares():
    counts = {Rag.RED: 25, Rag.AMBER: 18, Rag.GREEN: 2, None: 64}
    alone = _widths(rag_bar(counts, small=True, beside=1))
    assert alone == pytest.approx([100 * number / 109 for number in counts.values()], abs=1.5)
    assert alone[0] > alone[1] > alone[2]


def test_a_bar_of_nothing_is_empty_and_says_so():
    bar = rag_bar({Rag.RED: 0, None: 0}, label="Wexley")
    assert 'aria-label="Wexley: none"' in bar
    assert "<rect" not in bar


def test_a_bar_beside_its_numbers_in_words_is_not_heard_twice():
    assert 'aria-hidden="true"' in rag_bar({Rag.RED: 1}, hidden=True)
    assert "aria-label" not in rag_bar({Rag.RED: 1}, hidden=True)


def test_months_are_said_as_runs():
    months = [
        (dt.date(2026, 1, 31), NOT_RATED),
        (dt.date(2026, 2, 28), "r"),
        (dt.date(2026, 3, 31), "r"),
        (dt.date(2026, 4, 30), "a"),
        (dt.date(2026, 5, 31), ABSENT),
    ]
    strip = month_strip(months, label="Wexley")
    said = (
        "Wexley: Not rated in January 2026; Red from February 2026 to March 2026; Amber in April 2026; "
        "Not in the plan in May 2026"
    )
    assert f'aria-label="{said}"' in strip
    assert strip.count('class="rag rag--red"') == 2


def test_two_ratings_with_an_arrow_are_said_as_from_and_to():
    change = render("{% rag_change was now %}", was=Rag.GREEN, now=None)
    assert change.index("Green") < change.index(" to ") < change.index("Not rated")


@time_machine.travel(dt.datetime(2026, 10, 31, 12, tzinfo=dt.UTC))
def test_dates_are_short_in_this_year_and_whole_in_another():
    day, before = dt.date(2026, 10, 3), dt.date(2025, 12, 31)
    assert (
        render("{{ day|day_month }}, {{ before|day_month }}", day=day, before=before) == "3 Oct, 31 Dec 2025"
    )
    assert render("{{ day|full_date }}; {{ day|month_year }}", day=day) == "3 October 2026; October 2026"
    assert render("[{{ day|day_month }}{{ day|full_date }}{{ day|month_year }}]", day=None) == "[]"


def test_a_moment_is_shown_as_the_day_it_was_here():
    late = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)  # half past midnight in London
    assert render("{{ late|full_date }}", late=late) == "1 July 2026"


@pytest.mark.parametrize(
    ("things", "said"),
    [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")],
)
def test_names_are_joined_as_people_write_them(things, said):
    assert render("{{ things|joined }}", things=things) == said


def test_one_outcome_and_two_outcomes():
    assert render('{{ 1|plural:"outcome,outcomes" }} {{ 0|plural:"outcome,outcomes" }}') == "outcome outcomes"


class SampleForm(forms.Form):
    title = forms.CharField(help_text="As printed", widget=forms.TextInput(attrs={"placeholder": "Title"}))
    rag = forms.ChoiceField(choices=Rag.choices, widget=forms.RadioSelect)
    note = forms.CharField(widget=forms.Textarea)
    sure = forms.BooleanField(label="I am sure")


def test_a_form_has_labels_hints_errors_and_links_to_them():
    form = SampleForm({"rag": "purple"})
    form.fields["rag"].choice_hints = {"red": "Off track <b>"}
    form.fields["rag"].shows_rag = True
    page = render('{% include "components/error_summary.html" %}{{ form }}', form=form)
    assert '<label class="govuk-label" for="id_title">Title</label>' in page
    assert 'aria-describedby="id_title_helptext id_title_error"' in page
    assert 'id="id_title_error"' in page
    assert "placeholder" not in page
    assert '<a href="#id_title">Enter title</a>' in page
    assert 'href="#id_rag_0"' in page
    assert 'id="id_rag_0"' in page
    assert "Off track &lt;b&gt;" in page
    assert 'aria-describedby="id_rag_0_hint"' in page
    assert "govuk-textarea govuk-textarea--error" in page
    assert '<legend class="govuk-fieldset__legend' in page
    assert page.count("There is a problem") == 1


def test_a_form_with_nothing_wrong_has_no_error_summary():
    form = SampleForm({"rag": "red", "title": "T", "note": "N", "sure": "on"})
    assert render('{% include "components/error_summary.html" %}', form=form).strip() == ""
    assert 'value="red" ' in render("{{ form }}", form=form)
