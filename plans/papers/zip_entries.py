"""The entries of an Office file, which is a ZIP archive: the same bytes whenever it is written."""

from zipfile import ZIP_DEFLATED, ZipInfo

_MADE = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip file can say; a real one would differ at every export


def zip_info(name: str) -> ZipInfo:
    """How a member of the archive is written, whenever and on whatever system that is."""
    info = ZipInfo(name, _MADE)
    info.compress_type = ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o600 << 16
    return info
