"""What Word works out by itself, such as the number of a page, and where it stands."""

_BEGIN, _SEPARATE, _END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)


def field(code: str, shown: str) -> str:
    """A field.

    Args:
        code: what is to be worked out.
        shown: the runs that stand there until it is.
    """
    return (
        f'{_BEGIN}<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>{_SEPARATE}{shown}{_END}'
    )


def right_stop(room: int) -> str:
    """A tab stop at the right margin; room is what lies between the margins, in twentieths of a point."""
    return f'<w:tabs><w:tab w:val="right" w:pos="{room}"/></w:tabs>'
