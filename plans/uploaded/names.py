"""What an uploaded file is called."""

import re
import unicodedata

MAX_NAME = 150  # characters, as many as are stored
_MAX_NAME_BYTES = 240  # what every file system takes, with a little room
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.I)


def clean_name(name: str) -> str:
    """The name of a file, to show and to download it under.

    Args:
        name: as a browser sent it: with folders, characters that cannot be seen or turn the text round, any
            length.

    Returns:
        At most 150 characters on one line, with its ending kept; never empty, never a path.
    """
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    name = re.sub(r"^[A-Za-z]:", "", name)
    shown = (
        " " if unicodedata.category(c)[0] == "Z" else c for c in name if unicodedata.category(c)[0] != "C"
    )
    name = re.sub(r'[<>:"|?*\u2044\u2215\u29f8\uff0f\uff3c]', "-", "".join(shown))
    name = " ".join(name.split()).rstrip(". ")
    ending = ending_of(name)
    stem = name.removesuffix(ending).strip(". ")
    if _RESERVED.fullmatch(stem.split(".")[0].strip()):
        stem = f"file-{stem}"
    stem = (stem or "file")[: MAX_NAME - len(ending)]
    while len(f"{stem}{ending}".encode("utf-8", "replace")) > _MAX_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem.rstrip('. ')}{ending}"


def ending_of(name: str) -> str:
    """The ending of a name with its dot, such as ``.docx``; empty where it has none."""
    found = re.search(r"\.[A-Za-z0-9]{1,10}$", name)
    return found[0] if found else ""
