"""A child's details in free text: numbers that name one child by their own check rules, and dates of birth.

Reads words and knows nothing of plans. What is written here is published and kept for good, so each rule
would rather ask once too often than miss a number; where it is a false alarm, a person says so.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache


class Kind(StrEnum):
    """What it looks like, in the words it is called by."""

    UPN = "UPN"
    NHS_NUMBER = "NHS number"
    NATIONAL_INSURANCE_NUMBER = "National Insurance number"
    DATE_OF_BIRTH = "date of birth"

    @property
    def with_article(self) -> str:
        """Such as ``an NHS number``."""
        return f"{'an' if self is Kind.NHS_NUMBER else 'a'} {self}"


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something in a text that looks like a child's details.

    Attributes:
        kind: what it looks like.
        start, end: where it stands, in characters of the text as it was given; ``end`` is the one after it.
        found: it as it was written, on one line.
        words: it with a few words to each side, on one line, to show to the person who wrote it.
    """

    kind: Kind
    start: int
    end: int
    found: str
    words: str


_AROUND = 40  # characters shown to each side


def find_child_details(text: str) -> tuple[Sighting, ...]:
    """Everything in a text that looks like a child's details, in the order in which it stands there.

    Digits, dashes and spaces of any script count as plain ones, an underscore as a space (file names), and
    capitals make no difference. Takes time in proportion to the length of the text.
    """
    plain, places = _plain(text)
    found = sorted({*_upns(plain), *_nhs_numbers(plain), *_ni_numbers(plain), *_births(plain)})
    sightings: list[Sighting] = []
    for start, end, kind in found:
        begins, ends = (places[start], places[end - 1] + 1) if places else (start, end)
        if sightings and begins < sightings[-1].end:
            continue
        sightings.append(
            Sighting(kind, begins, ends, " ".join(text[begins:ends].split()), _around(text, begins, ends))
        )
    return tuple(sightings)


_Place = tuple[int, int, Kind]


def _around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    if start > _AROUND:
        before = "…" + (before.partition(" ")[2] if " " in before else before)
    if end + _AROUND < len(text):
        after = (after.rpartition(" ")[0] if " " in after else after) + "…"
    return " ".join(f"{before}{text[start:end]}{after}".split())


def _plain(text: str) -> tuple[str, Sequence[int]]:
    """The text with plain digits, dashes and spaces; where it was not plain, also each character's place."""
    if text.isascii():
        return text.replace("_", " "), ()
    kept, places = [], []
    for place, character in enumerate(text):
        if plain := _plain_character(character):
            kept.append(plain)
            places.append(place)
    return "".join(kept), places


@cache
def _plain_character(character: str) -> str:
    """One character, or none for what is not seen (a soft hyphen, a mark of direction)."""
    category = unicodedata.category(character)
    if category == "Cf":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character == "\u2212":
        return "-"
    if category == "Zs" or character == "_":
        return " "
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


_FLAGS = re.IGNORECASE | re.ASCII

# --- UPN ----------------------------------------------------------------------------------------------------

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN = re.compile(
    rf"(?<![A-Z0-9])[{_UPN_LETTERS}][ -]?\d{{3}}[ -]?\d{{4}}[ -]?\d\d[ -]?\d\d[\d{_UPN_LETTERS}](?![A-Z0-9])",
    _FLAGS,
)


def is_upn(number: str) -> bool:
    """Whether 13 characters, without spaces, are a unique pupil number by their check letter.

    A letter, the local authority (3 digits), the school (4), the year (2) and a serial number (3); a
    temporary UPN has a letter for its last digit. Each character from the second on is multiplied by its
    place (2 to 13), a letter standing for its place from 0 in the alphabet without I, O and S. Their sum,
    modulo 23, is the place of the first letter.

    Source: Department for Education, *Unique pupil numbers: a guide for schools and local authorities*.
    """
    number = number.upper()
    if not re.fullmatch(rf"[{_UPN_LETTERS}]\d{{11}}[\d{_UPN_LETTERS}]", number, re.ASCII):
        return False
    values = [int(one) if one.isdigit() else _UPN_LETTERS.index(one) for one in number[1:]]
    total = sum(place * value for place, value in enumerate(values, start=2))
    return _UPN_LETTERS[total % 23] == number[0]


def _upns(plain: str) -> Iterator[_Place]:
    for match in _UPN.finditer(plain):
        if is_upn(re.sub("[ -]", "", match[0])):
            yield match.start(), match.end(), Kind.UPN


# --- NHS number ---------------------------------------------------------------------------------------------

# Every place is tried as a beginning, since what begins earlier may turn out to be none.
_NHS = re.compile(
    r"(?=(?:(?<![A-Z0-9])|(?<=NHS))(\d{3}([ -]{0,3})\d{3}\2\d{4})(?![A-Z0-9]))",
    _FLAGS,
)
_NAMED_NHS = re.compile(r"(?<![A-Z])(?:NHS|CHI)(?![A-Z])[^0-9\n]{0,20}$", _FLAGS)
_SAID_NHS = re.compile(r"(?<![A-Z])(?:NHS|CHI)(?![A-Z])[^0-9\n]{0,20}(\d(?:[ .-]{0,3}\d){9})(?!\d)", _FLAGS)
_LONGER_BEFORE = re.compile(
    r"""(?:\d[-.,/:]         # the end of something longer
    | (?:\+|00)44[ -]*(?:\(0\)[ -]*)? | \(0\)[ -]*   # a telephone number
    | ISBN(?:-10)?:?[ ]?     # whose check digit is made in the same way
    | [£$€][ ]?)$""",
    _FLAGS | re.VERBOSE,
)
_LONGER_AFTER = re.compile(r"[-.,/:]\d", _FLAGS)
_FIGURE_BEFORE = re.compile(r"\d {1,3}$", _FLAGS)
_DATE_BEFORE = re.compile(r"(?:\d[/.-]\d{1,2}[/.-]\d{2,4}|[A-Z]{3} (?:\d\d)?\d\d) {1,3}$", _FLAGS)
_FIGURE_AFTER = re.compile(r" {1,3}\d(?!\d{0,3}(?:[/.-]|(?:st|nd|rd|th)? [A-Z]{3}))", _FLAGS)


def is_nhs_number(number: str) -> bool:
    """Whether 10 digits, without spaces, are an NHS number by their check digit.

    The first nine times 10 down to 2 are added up; the check digit is 11 less the remainder by 11 (11 counts
    as 0, and 10 is no number at all). Ten digits all the same pass that, and are nobody's.

    Source: NHS Data Dictionary, NHS NUMBER.
    """
    if not re.fullmatch(r"\d{10}", number, re.ASCII) or len(set(number)) == 1:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(number[9])


def _nhs_numbers(plain: str) -> Iterator[_Place]:
    for match in _SAID_NHS.finditer(plain):
        if is_nhs_number(re.sub("[ .-]", "", match[1])):
            yield *match.span(1), Kind.NHS_NUMBER
    for match in _NHS.finditer(plain):
        start, end = match.span(1)
        if is_nhs_number(re.sub("[ -]", "", match[1])) and not _is_part_of_more(
            plain[max(0, start - 32) : start], match[1], plain[end : end + 12]
        ):
            yield start, end, Kind.NHS_NUMBER


def _is_part_of_more(before: str, number: str, after: str) -> bool:
    """Whether the digits belong to something longer: a telephone number, a sum of money, a row of figures."""
    if _LONGER_BEFORE.search(before) or _LONGER_AFTER.match(after):
        return True
    if _NAMED_NHS.search(before):
        return False
    if number.startswith("0"):  # no NHS number begins so, and every telephone number does
        return True
    in_a_row = _FIGURE_BEFORE.search(before) and not _DATE_BEFORE.search(before)
    return not number.isdigit() and bool(in_a_row or _FIGURE_AFTER.match(after))


# --- National Insurance number ------------------------------------------------------------------------------

_NI = re.compile(
    r"""(?<![A-Z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z]
    [ .-]{0,3}(?:\d\d[ .-]{0,3}\d\d[ .-]{0,3}\d\d|\d{3}[ .-]{0,3}\d{3})[ .-]{0,3}[A-D](?![A-Z0-9])""",
    _FLAGS | re.VERBOSE,
)
_PLAIN_WORDS = re.compile(r"[a-z]{2} [\d ]+ a", re.ASCII)  # "by 10 12 14 a": a word, figures, and an article


def _ni_numbers(plain: str) -> Iterator[_Place]:
    """National Insurance numbers, which have no check digit: two letters, six digits, and A to D.

    D, F, I, Q, U and V are in no prefix, O is not its second letter, and seven prefixes are not given out.

    Source: HM Revenue and Customs, National Insurance Manual, NIM39110.
    """
    for match in _NI.finditer(plain):
        if not _PLAIN_WORDS.fullmatch(match[0]):
            yield match.start(), match.end(), Kind.NATIONAL_INSURANCE_NUMBER


# --- Date of birth ------------------------------------------------------------------------------------------

_BIRTH = re.compile(
    r"(?<![A-Z0-9])(?:(?P<named>d\.? ?o\.? ?bs?\.?|dates?[ -]*of[ -]*birth|birth[ -]*dates?|birthday"
    r"|(?<=\()b\.?)|born|aged? \d\d?(?= ?\())(?![A-Z])",
    _FLAGS,
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_BREAK = "(?:[ ]?[./-][ ]?|[ ])"
_DATE = re.compile(
    rf"""(?<!\d)(?:
      \d{{1,2}}(?:st|nd|rd|th)?[ ,./-]{{0,3}}(?:of[ ])?{_MONTH}[ ,./-]{{0,3}}(?:\d{{4}}|\d\d)
    | {_MONTH}[ ]{{0,2}}\d{{1,2}}(?:st|nd|rd|th)?[ ,]{{1,3}}\d{{4}}
    | (?P<one>\d{{4}}|\d{{1,2}}){_BREAK}(?P<two>\d{{1,2}}){_BREAK}(?P<three>\d{{4}}|\d{{1,2}})
    | (?P<run>\d{{8}}|\d{{6}})
    )(?![./-]?\d)""",
    _FLAGS | re.VERBOSE,
)
_DIGIT = re.compile(r"\d", re.ASCII)  # most words for a birth have no date near them
_FARTHEST = 40  # characters from the word to its date
_LONGEST = 24  # of a date
_IN_BRACKETS = re.compile(r"\([^()]*\)")
# The next sentence or paragraph, a year of its own, or a remark in brackets that only ends in a date.
_APART = re.compile(r"[!?;]|\.\s+(?:[A-Z(]|$)|\n\s*\n|\d{4}|\([^)]*[A-Za-z]")
_NOT_OF_A_CHILD = re.compile(
    r"\b(?:after|all|audit(?:ed)?|before|between|by|checked|during|due|each|every|files?|from|meeting|missing|not|"
    r"per|records?|review(?:ed)?|since|till|until|visits?)\b",
    _FLAGS,
)
_BEFORE_ITS_NAME = re.compile(
    r"\s*[(\[]?\s*|\s+(?:is|was|as|being)(?:\s+(?:a|the|her|his|their|its|(?:the\s+)?child's))?\s+", _FLAGS
)


def _births(plain: str) -> Iterator[_Place]:
    """Dates that words beside them say are of a birth.

    The word stands up to 40 characters before its date, in the same sentence and with few words between; or
    right after it. A date that something is measured from or done by ("born since 1 April 2025") is none.
    """
    for word in _BIRTH.finditer(plain):
        after = plain[word.end() : word.end() + _FARTHEST + _LONGEST]
        date = _DIGIT.search(after) and next(
            (one for one in _DATE.finditer(after) if _is_date(one, bool(word["named"]))), None
        )
        if date and date.start() <= _FARTHEST and _belongs(after[: date.start()]):
            yield word.start(), word.end() + date.end(), Kind.DATE_OF_BIRTH
        elif word["named"]:
            begins = max(0, word.start() - _FARTHEST - _LONGEST)
            before = plain[begins : word.start()]
            for date in _DATE.finditer(before):
                if _is_date(date, True) and _BEFORE_ITS_NAME.fullmatch(before, date.end()):
                    yield begins + date.start(), word.end(), Kind.DATE_OF_BIRTH


def _belongs(gap: str) -> bool:
    """Whether what stands between a word for birth and a date leaves them together."""
    gap = _IN_BRACKETS.sub(" ", gap)
    return not (_APART.search(gap) or _NOT_OF_A_CHILD.search(gap)) and len(gap.split()) <= 7


def _is_date(match: re.Match[str], named: bool) -> bool:
    """Whether the figures can be a day, a month and a year, in an order people write; a month's name will do.

    Args:
        match: of ``_DATE``.
        named: the word beside it can only be of a date, so that a run of digits is one.
    """
    if run := match["run"]:
        middle = {6: [(run[:2], run[2:4])], 8: [(run[:2], run[2:4]), (run[6:], run[4:6])]}[len(run)]
        return named and any(_is_day(day, month) for day, month in middle)
    if not match["one"]:
        return True
    one, two, three = match["one"], match["two"], match["three"]
    if len(one) == 4:
        return len(three) <= 2 and _is_day(three, two)
    return len(three) in (2, 4) and (_is_day(one, two) or _is_day(two, one))


def _is_day(day: str, month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12
