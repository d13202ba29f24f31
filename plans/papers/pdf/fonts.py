"""The fonts of a PDF: those in the project and no others, so that every machine makes the same pages.

WeasyPrint is loaded with this module, so it is imported where a PDF is made and nowhere earlier.
"""

import io
import unicodedata
from functools import lru_cache
from typing import Any

from fontTools.ttLib import TTFont
from weasyprint.text import ffi as linked
from weasyprint.text.fonts import FontConfiguration

from .needed import font_files

FAMILIES = '"Arimo", "Noto Sans Arabic", "Noto Emoji", "Noto Sans Symbols 2"'
"""As a style sheet names them: Arimo has Arial's widths, and Latin, Greek, Cyrillic and Hebrew letters."""

# Pango asks by itself for "emoji", and for fonts of a language that it guesses from letters and environment:
# which those are would otherwise be the machine's to say.
_RULES = b"""<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
<match target="pattern"><test name="family"><string>emoji</string></test>
<edit name="family" mode="assign" binding="strong"><string>Noto Emoji</string></edit></match>
<match target="pattern"><edit name="lang" mode="assign"><string>en</string></edit></match>
</fontconfig>"""

linked.ffi.cdef("FcConfig * FcConfigCreate (void);")


def _own_config() -> Any:
    """The project's fonts, and the rules by which they are chosen among."""
    config = linked.fontconfig.FcConfigCreate()
    linked.fontconfig.FcConfigParseAndLoadFromMemory(config, _RULES, True)
    for file in font_files():
        linked.fontconfig.FcConfigAppFontAddFile(config, str(file).encode())
    return config


_CONFIG = _own_config()


class OwnFonts(FontConfiguration):
    """A configuration that knows only the project's fonts, and nothing of the machine's."""

    def __init__(self) -> None:
        """Set up as the class above does, but with the project's fonts."""
        self._config = _CONFIG
        self.font_map = linked.ffi.gc(linked.pangoft2.pango_ft2_font_map_new(), linked.gobject.g_object_unref)
        linked.pangoft2.pango_fc_font_map_set_config(
            linked.ffi.cast("PangoFcFontMap *", self.font_map), self._config
        )
        self._folder = None
        self.strut_layouts: dict[Any, Any] = {}
        self.font_features: dict[Any, Any] = {}


class ReadableFonts(dict[int, Any]):
    """The fonts that a document uses, each of which says what its glyphs mean wherever they stand.

    WeasyPrint takes a glyph's meaning from the first text it meets it in: where that is a no-break space,
    every space in all the text that is copied or read aloud would be one.
    """

    def __setitem__(self, key: int, font: Any) -> None:
        font.to_unicode = _Meanings(_meant_by(font.file_content))
        super().__setitem__(key, font)


class _Meanings(dict[int, str]):
    def __init__(self, own: dict[int, str]) -> None:
        super().__init__()
        self._own = own

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, self._own.get(glyph, text))


# Letters in the shape they take in a word, or joined to the next: these mean the letters themselves.
_SHAPES = {*range(0xFB00, 0xFE00), *range(0xFE70, 0xFEFD)}


@lru_cache(maxsize=16)
def _meant_by(content: bytes) -> dict[int, str]:
    """Each glyph of a font that stands for one character, with the first such."""
    font = TTFont(io.BytesIO(content), lazy=True)
    characters = font.getBestCmap()
    return {
        font.getGlyphID(characters[code]): unicodedata.normalize("NFKC", chr(code))
        if code in _SHAPES
        else chr(code)
        for code in sorted(characters, reverse=True)
    }
