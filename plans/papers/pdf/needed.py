"""What a machine must have before it can make a PDF: Pango's libraries, and fonts that the build brings."""

import ctypes
import ctypes.util
from functools import cache
from pathlib import Path

from django.conf import settings

LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
"""Each library as the linker calls it, and Debian's package of it."""

FONTS = (
    "Arimo_400Regular.ttf",
    "Arimo_700Bold.ttf",
    "NotoSansArabic_400Regular.ttf",
    "NotoSansArabic_700Bold.ttf",
    "NotoEmoji_400Regular.ttf",
    "NotoSansSymbols2_400Regular.ttf",
)
"""The files of the fonts, in the order in which they are asked for a letter."""


class PdfNotPossible(Exception):
    """This machine lacks something that PDFs are made with; says in a sentence what to install."""


def missing_libraries() -> list[str]:
    """Debian's packages of the libraries that are not on this machine."""
    return [package for name, package in LIBRARIES.items() if not _loads(name)]


def font_files() -> tuple[Path, ...]:
    """The files of the fonts.

    Raises:
        PdfNotPossible: one is not there.
    """
    folder = settings.BASE_DIR / "static" / "build" / "fonts"
    files = tuple(folder / name for name in FONTS)
    lacking = [file.name for file in files if not file.is_file()]
    if lacking:
        raise PdfNotPossible(
            f"PDFs cannot be made: {folder} lacks {', '.join(lacking)}. Run make setup (or npm run build)."
        )
    return files


def make_sure() -> None:
    """Return where a PDF can be made on this machine.

    Raises:
        PdfNotPossible: it cannot.
    """
    if lacking := missing_libraries():
        raise PdfNotPossible(
            "PDFs cannot be made: a library is missing. On Debian or Ubuntu: "
            f"apt-get install {' '.join(lacking)}. Elsewhere, install Pango 1.44 or newer, with HarfBuzz."
        )
    font_files()


def _loads(name: str) -> bool:
    """Whether a library can be loaded; one that was found stays loaded, one that was not may come."""
    try:
        return bool(_loaded(name))
    except OSError:
        return False


@cache
def _loaded(name: str) -> ctypes.CDLL:
    try:
        return ctypes.CDLL(f"lib{name}.so.0")
    except OSError:
        if found := ctypes.util.find_library(name):  # other systems name their files otherwise
            return ctypes.CDLL(found)
        raise
