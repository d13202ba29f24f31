"""What looks like a child's details is found however it is written, and the prose of a plan is left alone."""

import datetime as dt
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.child_details import Kind, Sighting, find_child_details

# --- Numbers made by the published rules, told in another way than the finder tells them --------------------


@st.composite
def nhs_numbers(draw: st.DrawFn) -> str:
    """Ten digits whose weighted sum, 10 down to 1 with the check digit's own weight, 11 divides."""
    first = draw(st.from_regex(r"[1-9][0-9]{8}", fullmatch=True))
    so_far = sum(int(digit) * (10 - place) for place, digit in enumerate(first))
    fitting = [digit for digit in range(10) if (so_far + digit) % 11 == 0]
    if not fitting or set(first) == {str(fitting[0])}:
        return "9434765919"
    return f"{first}{fitting[0]}"


UPN_VALUES = dict(zip("ABCDEFGHJKLMNPQRTUVWXYZ", range(23), strict=True))


@st.composite
def upns(draw: st.DrawFn) -> str:
    """A check letter and twelve characters, of which a temporary number's last is a letter."""
    rest = draw(st.from_regex(r"[0-9]{11}([0-9]|[A-HJ-NP-RT-Z])", fullmatch=True))
    total = 0
    for weight in range(2, 14):
        character = rest[weight - 2]
        total += weight * (UPN_VALUES[character] if character in UPN_VALUES else int(character))
    while total >= 23:
        total -= 23
    return next(letter for letter, value in UPN_VALUES.items() if value == total) + rest


NEVER_IN_A_PREFIX = set("DFIQUV")
NEVER_GIVEN_OUT = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ni_numbers = st.builds(
    lambda prefix, digits, suffix: f"{prefix}{digits}{suffix}",
    st.sampled_from(
        [
            one + two
            for one in LETTERS
            for two in LETTERS
            if not {one, two} & NEVER_IN_A_PREFIX and two != "O" and one + two not in NEVER_GIVEN_OUT
        ]
    ),
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.sampled_from("ABCD"),
)
gaps = st.sampled_from(["", " ", "-", "\u00a0", "\u2013", "\u2011", " - ", "\u202f"])
around = st.sampled_from([("", ""), ("Seen: ", ", twice."), ("(", ")"), ("file_", ".pdf"), ("about ", "\n")])
SCRIPTS = ["".join(chr(zero + digit) for digit in range(10)) for zero in (0x30, 0xFF10, 0x0660)]


def in_script(text: str, digits: str) -> str:
    return text.translate(str.maketrans("0123456789", digits))


def the_one(text: str) -> Sighting:
    found = find_child_details(text)
    assert len(found) == 1, (text, found)
    return found[0]


@given(nhs_numbers(), gaps, around, st.sampled_from(SCRIPTS))
def test_an_nhs_number_is_found(number: str, gap: str, sides: tuple[str, str], digits: str) -> None:
    written = in_script(gap.join((number[:3], number[3:6], number[6:])), digits)
    seen = the_one(sides[0] + written + sides[1])
    assert (seen.kind, seen.start, seen.end) == (Kind.NHS_NUMBER, len(sides[0]), len(sides[0] + written))


@given(nhs_numbers(), st.integers(1, 9))
def test_ten_digits_with_another_check_digit_are_no_nhs_number(number: str, more: int) -> None:
    wrong = number[:9] + str((int(number[9]) + more) % 10)
    assert find_child_details(f"Reference {wrong} was closed.") == ()


@given(upns(), around, st.booleans(), st.booleans())
def test_a_upn_is_found(number: str, sides: tuple[str, str], small: bool, spaced: bool) -> None:
    written = " ".join((number[:4], number[4:8], number[8:10], number[10:])) if spaced else number
    seen = the_one(sides[0] + (written.lower() if small else written) + sides[1])
    assert (seen.kind, seen.start, seen.end) == (Kind.UPN, len(sides[0]), len(sides[0] + written))


def test_upns_that_are_published_as_examples() -> None:
    assert the_one("B801200005001").kind == Kind.UPN
    assert find_child_details("A801200005001") == ()


@given(upns(), st.sampled_from("ABCDEFGHJKLMNPQRTUVWXYZ"))
def test_another_check_letter_is_no_upn(number: str, letter: str) -> None:
    if letter != number[0]:
        assert find_child_details(letter + number[1:]) == ()


@given(ni_numbers, gaps, around, st.booleans())
def test_a_national_insurance_number_is_found(
    number: str, gap: str, sides: tuple[str, str], small: bool
) -> None:
    parts = (number[:2], number[2:4], number[4:6], number[6:8], number[8])
    written = gap.join(parts).lower() if small and not gap.isspace() else gap.join(parts)
    seen = the_one(sides[0] + written + sides[1])
    assert seen.kind == Kind.NATIONAL_INSURANCE_NUMBER
    assert (seen.start, seen.end) == (len(sides[0]), len(sides[0] + written))


@pytest.mark.parametrize("text", ["QQ 12 34 56 C", "AO123456A", "GB 123456 A", "AB 12 34 56 E", "TN123456B"])
def test_what_was_never_given_out_is_no_national_insurance_number(text: str) -> None:
    assert find_child_details(text) == ()


FORMS = [
    "{0.day} {0:%B} {0.year}", "{0.day} {0:%b} {0:%y}", "{0.day}-{0:%b}-{0:%y}",
    "{0.day}th of {0:%B} {0.year}", "{0:%A} {0.day} {0:%B}, {0.year}", "{0:%B} {0.day}, {0.year}",
    "{0:%d/%m/%y}", "{0:%d.%m.%Y}",
    "{0.day}/{0.month}/{0.year}", "{0:%Y-%m-%d}", "{0.day}.{0.month}.{0:%y}", "{0:%d-%m-%Y}", "{0:%d %m %Y}",
    "{0:%Y/%m/%d}", "{0.day}\u00a0{0:%B}\u00a0{0.year}", "{0:%d}\u2013{0:%m}\u2013{0:%Y}",
]  # fmt: skip
BESIDE = [
    "born {}", "Born on {}", "born prematurely on {}", "DOB {}", "dob: {}", "D.O.B. {}", "d.o.b {}", "DoB={}",
    "Date of birth: {}", "date of birth is {}", "Date of birth (day, month, year): {}", "DOB\n{}", "({} DOB)",
    "{} d.o.b.", "{} was her date of birth", "birthday {}", "a twin (born {})", "report_dob_{}",
]  # fmt: skip


@given(
    st.dates(dt.date(1998, 1, 1), dt.date(2026, 12, 31)),
    st.sampled_from(FORMS),
    st.sampled_from(BESIDE),
    around,
)
def test_a_date_of_birth_is_found_by_the_words_beside_it(
    date: dt.date, form: str, beside: str, sides: tuple[str, str]
) -> None:
    written = form.format(date)
    text = sides[0] + beside.format(written) + sides[1]
    seen = the_one(text)
    assert seen.kind == Kind.DATE_OF_BIRTH
    assert written.split("\u00a0")[-1][-2:] in text[seen.start : seen.end]
    assert seen.start >= len(sides[0])


@given(st.dates(dt.date(1998, 1, 1), dt.date(2026, 12, 31)), st.sampled_from(FORMS))
def test_a_date_alone_is_no_date_of_birth(date: dt.date, form: str) -> None:
    assert find_child_details(f"Reviewed on {form.format(date)} by the board.") == ()


def test_digits_in_a_row_are_a_date_beside_what_can_only_be_of_one() -> None:
    assert the_one("dob030512.pdf").kind == the_one("DOB 20120503").kind == Kind.DATE_OF_BIRTH
    assert find_child_details("dob 123456") == find_child_details("born 030512") == ()


# --- What the person is shown -------------------------------------------------------------------------------


def test_a_sighting_shows_it_with_the_words_around_it_on_one_line() -> None:
    text = f"{'word ' * 20}the file\nof 943 476 5919 had no plan {'word ' * 20}"
    seen = the_one(text)
    assert text[seen.start : seen.end] == seen.found == "943 476 5919"
    assert seen.words.startswith("…word")
    assert "the file of 943 476 5919 had no plan" in seen.words
    assert seen.words.endswith("word…")
    assert seen.kind.with_article == "an NHS number"


def test_where_it_stands_is_told_in_the_text_as_it_was_typed() -> None:
    text = "A\u00adbout\u200b Q: 943\u200b 476\u00a05919, and born 3\u00a0May 2012."
    number, birth = find_child_details(text)
    assert text[number.start : number.end] == "943\u200b 476\u00a05919"
    assert text[birth.start : birth.end] == "born 3\u00a0May 2012"


def test_several_are_told_in_their_order() -> None:
    text = "NHS 4010232137, born 3.5.12, UPN B801200005001, AB 12 34 56 C"
    assert [seen.kind for seen in find_child_details(text)] == [
        Kind.NHS_NUMBER, Kind.DATE_OF_BIRTH, Kind.UPN, Kind.NATIONAL_INSURANCE_NUMBER
    ]  # fmt: skip


# --- What is none -------------------------------------------------------------------------------------------

PROSE = [
    "18 of 20 assessments (90%) were signed off in 45 days, up from 71.5% in Q2 2025/26.",
    "See paragraphs 1.3.16, 2.10.4 and 3.5.12 of the report of 3 May 2026, and its appendix 4.10.",
    "Ring the duty team on 01632 960 983, 0161 496 0123 or +44 161 496 0123; out of hours 03069 990 000.",
    "Ring +44 (0)161 496 0123, (0161) 496 0123, 0800 1111 or 07700900123.",
    "The budget rose from £4,010,232,137 to £4010232137, of which £1,234,567.89 is new.",
    "Contacts by month: 120 345 1234 88; 943 476 5919 12; 11 401 023 2137.",
    "Babies born since 1 April 2025 are seen in ten days; those born between 1 April and 3 May 2026 were.",
    "Date of birth is recorded on every file by 31 March 2026, and the dates of birth of all were by 3.5.26.",
    "None of the plans was reborn. The stubborn ones, of 3 May 2026, are worn. Newborn visits: 3 May 2026.",
    "Pre-birth plans wait until a child is born. On 3 May 2026 the board agreed a new step.",
    "Not one was late for a child born (Hana Head, 3 October 2026)",
    "Children born in 2024, and seen on 3 May 2026, are counted; so is each baby born in March 2026.",
    "The audit of 12 files by 10 12 14 a week found 6 of 12; committee ref CYP/2026/0503/12345678901.",
    "ISBN 0-19-852663-6 and ISBN 4010232137; build 4010232137.5; order 12-4010232137; 4010232137/2.",
    "Reference ABC4010232137, 40102321370 and 14010232137 are closed, and 1111111111 stands for none.",
    "Ofsted's letter of 2026-05-03 (reference 50012345) was published at 10:30 on 3/5/26.",
]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("date-of-birth 12/03/2011", Kind.DATE_OF_BIRTH),
        ("DateOfBirth: 12/03/2011", Kind.DATE_OF_BIRTH),
        ("Sam (b. 12/03/2011) was seen", Kind.DATE_OF_BIRTH),
        ("a boy aged 9 (12.03.2011)", Kind.DATE_OF_BIRTH),
        ("NHS 943.476.5919", Kind.NHS_NUMBER),
        ("NHS No 943 4765919", Kind.NHS_NUMBER),
    ],
)
def test_it_is_found_however_it_is_joined_up(text: str, kind: Kind) -> None:
    assert {one.kind for one in find_child_details(text)} == {kind}


@pytest.mark.parametrize("text", PROSE)
def test_the_prose_of_a_plan_is_left_alone(text: str) -> None:
    assert find_child_details(text) == ()


WORDS = st.sampled_from([
    "plans are reviewed", "on", "3", "May 2026", "45 days", "90%", "1.3.16", "of 20", "12/20", "(2.10)", "Q3",
    "a", "2025/26", "£1,250", "by", "31 March 2026,", "SW1A", "2.3:", "0161 496 0123", "and", "10:30;",
    "2026-05-03",
])  # fmt: skip


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_no_run_of_its_words_and_figures_is_taken_for_one(text: str) -> None:
    assert find_child_details(text) == ()


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for seen in find_child_details(text):
        assert 0 <= seen.start < seen.end <= len(text)


@pytest.mark.parametrize(
    "piece",
    [
        "dob ",
        "born ((",
        "1",
        "1 ",
        "943 476 ",
        "A123 ",
        "ab 12 ",
        "(0) ",
        "3 May 2026 ",
        "d.o.",
        "é ",
        "dob 3.5.",
    ],
)
def test_a_hundred_thousand_characters_take_no_time(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    began = time.process_time()
    find_child_details(text)
    assert time.process_time() - began < 5
