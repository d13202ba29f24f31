"""What text any file can hold, and what becomes of text that it cannot."""

import re

_NOT_XML = re.compile("[\x00-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def clean(text: str) -> str:
    """Text as a file of XML can hold it.

    Every kind of line break (a browser sends ``\\r\\n``) becomes ``\\n``; a character that no XML file can
    hold becomes ``\\ufffd``, so that it is seen to have been there. Nothing else is touched.
    """
    if text.isascii() and text.isprintable():
        return text
    return _NOT_XML.sub("\ufffd", _LINE_BREAKS.sub("\n", text))


def stored(text: str) -> str:
    """Text as it is written in the file, where ``_x0041_`` would be read as the letter it numbers."""
    return _LOOKS_ESCAPED.sub("_x005F_", text) if "_x" in text else text


def units(text: str) -> int:
    """Length as Microsoft Office counts it, in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, longest: int) -> str:
    """Text of at most so many units, cut at a word's end where one is near, with an ellipsis if cut."""
    if units(text) <= longest:
        return text
    kept = text[: longest - 1]
    while units(kept) > longest - 1:
        kept = kept[:-1]
    at_word = kept.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > len(kept) * 2 // 3 else kept).rstrip(" ,;.") + "…"
