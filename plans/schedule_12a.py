"""Why a part of a paper may be kept from the public in England: exempt information.

Schedule 12A to the Local Government Act 1972, Part 1, as substituted by the Local Government (Access to
Information) (Variation) Order 2006 (SI 2006/88); the headings are shortened. A meeting may exclude the public
for it where the public interest in keeping it back outweighs that in telling it (Part 2, paragraph 10).
"""

PARAGRAPHS: dict[int, str] = {
    1: "about an individual",
    2: "likely to reveal who an individual is",
    3: "about financial or business affairs",
    4: "about consultations or negotiations on labour relations",
    5: "legal professional privilege",
    6: "about a proposed notice, order or direction",
    7: "about preventing, investigating or prosecuting crime",
}
"""The number of each paragraph, and what it is about."""


def exempt_words(paragraph: int) -> str:
    """Why a part is not for publication, as a pack says it.

    Args:
        paragraph: a key of ``PARAGRAPHS``.
    """
    return (
        f"Not for publication: exempt information ({PARAGRAPHS[paragraph]}) under paragraph {paragraph} of "
        "Part 1 of Schedule 12A to the Local Government Act 1972."
    )
