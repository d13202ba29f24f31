"""What Word is told of the file as a whole."""

from docx.oxml.ns import nsdecls

_WORD = "http://schemas.microsoft.com/office/word"
_OF_TODAY = "15"  # Word 2013 and later; without it Word opens the paper in compatibility mode


def settings_xml(language: str) -> str:
    """The settings.

    Args:
        language: as BCP 47 has it.
    """
    return (
        f'<w:settings {nsdecls("w")}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{_WORD}" w:val="{_OF_TODAY}"/></w:compat>'
        f'<w:themeFontLang w:val="{language}"/><w:decimalSymbol w:val="."/>'
        '<w:listSeparator w:val=","/></w:settings>'
    )
