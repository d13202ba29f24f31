"""The tags of a laid-out paper, mended before it is written.

WeasyPrint tags page by page: what goes on over a page's end is a new section, table or list to a screen
reader there, the head that is repeated on each page is read out again, and the head and foot of every page
are no artifacts. Nor does it say which cells a head is of (Scope: PDF/UA-1, 7.5), or that a list of links is
the contents. All of that is put right here, in the objects that are about to be written.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pydyf

Element = Any
"""A structure element, as pydyf has it: a dictionary with an object number."""

_TAGS = {
    "section": "/Sect", "div": "/Div", "p": "/P", "ul": "/L", "ol": "/L", "li": "/LI", "table": "/Table",
    "tbody": "/TBody", "tr": "/TR", "th": "/TH", "td": "/TD", "h1": "/H1", "h2": "/H2", "h3": "/H3",
}  # fmt: skip
_PIXEL = 0.75


def mend(document: Any, pdf: Any) -> None:
    """Put the tags right.

    Args:
        document: as WeasyPrint laid it out, with its pages.
        pdf: as pydyf is about to write it.
    """
    tree = _Tree(pdf)
    root = tree.at(tree.at(pdf.catalog["StructTreeRoot"])["K"][0])
    _join_pages(tree, root, _going_on(document))
    _mark_contents(tree, root)
    _scope_heads(tree, root, "/Row")
    _place_figures(tree, root)
    _name_links(document, pdf)
    _leave_the_rest_out(tree, root)


class _Tree:
    """The structure elements by their references."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.pages = {reference: number for number, reference in enumerate(pdf.page_references)}

    def at(self, reference: bytes) -> Element:
        return self.pdf.objects[int(reference.split()[0])]

    def under(self, element: Element) -> list[Element]:
        """Its elements, without what is marked in pages and without links' own objects."""
        kids = (self.at(kid) for kid in element["K"] if isinstance(kid, bytes))
        return [kid for kid in kids if "S" in kid]

    def all_under(self, element: Element) -> Iterator[Element]:
        yield element
        for kid in self.under(element):
            yield from self.all_under(kid)


def _going_on(document: Any) -> list[set[str]]:
    """For each page, the tags of what began on the page before."""
    found, before = [], {}
    for page in document.pages:
        boxes = [box for box in page._page_box.descendants() if box.element is not None]
        repeated = {
            id(element) for box in boxes if box.element_tag == "thead" for element in box.element.iter()
        }
        here = {
            id(box.element): box.element_tag
            for box in boxes
            if box.element_tag in _TAGS and id(box.element) not in repeated
        }
        going_on = {_TAGS[tag] for element, tag in here.items() if element in before}
        found.append(going_on | {"/LBody"} if "/LI" in going_on else going_on)
        before = here
    return found


def _join_pages(tree: _Tree, element: Element, going_on: list[set[str]]) -> None:
    """Make one of what stands next to each other only because a page ended between them."""
    kids = tree.under(element)
    kept = kids[:1]
    for before, after in pairwise(kids):
        page = tree.pages[after["Pg"]]
        goes_on = after["S"] in going_on[page] and after["S"] == before["S"]
        if goes_on and tree.pages[before["Pg"]] < page:
            element["K"].remove(after.reference)
            _join(tree, kept[-1], after)
        else:
            kept.append(after)
    for kid in kept:
        _join_pages(tree, kid, going_on)


def _join(tree: _Tree, before: Element, after: Element) -> None:
    """Move what stands under the second to the first, but for a head that is only repeated."""
    kids = tree.under(after)
    if before["S"] == "/TR":
        for cell, rest in zip(tree.under(before), kids, strict=True):
            _join(tree, cell, rest)
        return
    for kid in kids:
        if kid["S"] != "/THead":
            kid["P"] = before.reference
            before["K"].append(kid.reference)


def _mark_contents(tree: _Tree, root: Element) -> None:
    """Tag the one list that has links as the table of contents (PDF 1.7, table 333)."""
    named = {"/L": "/TOC", "/LI": "/TOCI", "/LBody": "/Reference"}
    lists = (element for element in tree.all_under(root) if element["S"] == "/L")
    for found in lists:
        if any(element["S"] == "/Link" for element in tree.all_under(found)):
            for element in tree.all_under(found):
                element["S"] = named.get(element["S"], element["S"])


def _scope_heads(tree: _Tree, element: Element, scope: str) -> None:
    """Say of each head whether it is of its column or its row, in place of lists of heads at every cell."""
    if element["S"] in ("/TH", "/TD"):
        element.pop("ID", None)
        element["A"].pop("Headers", None)
        if element["S"] == "/TH":
            element["A"]["Scope"] = scope
        elif not element["A"].keys() - {"O"}:
            del element["A"]
        return
    for kid in tree.under(element):
        _scope_heads(tree, kid, "/Column" if element["S"] == "/THead" else scope)


def _place_figures(tree: _Tree, root: Element) -> None:
    """Say where figures stand in the page's own points, from its lower edge."""
    for element in tree.all_under(root):
        if element["S"] == "/Figure":
            top = tree.at(element["Pg"])["MediaBox"][3]
            left, upper, right, lower = (side * _PIXEL for side in element["A"]["BBox"])
            element["A"]["BBox"] = pydyf.Array([left, top - lower, right, top - upper])


def _name_links(document: Any, pdf: Any) -> None:
    """Give each link the heading it leads to as its description, in place of the anchor's name."""
    headings = {
        box.element.get("id"): "".join(box.element.itertext())
        for page in document.pages
        for box in page._page_box.descendants()
        if box.element is not None and box.element.get("id")
    }
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Dictionary) and thing.get("Subtype") == "/Link":
            thing["Contents"] = pydyf.String(headings[thing["Dest"].string])


def _leave_the_rest_out(tree: _Tree, root: Element) -> None:
    """Make artifacts of what is not in the tree: heads and feet of pages, and tables' repeated heads."""
    kept = {element.number for element in tree.all_under(root)}
    numbers = tree.at(tree.at(root["P"])["ParentTree"])["Nums"]
    for page, owners in zip(numbers[::2], numbers[1::2], strict=True):
        if not isinstance(owners, list):  # of a link
            continue
        out = {at for at, owner in enumerate(owners) if tree.at(owner).number not in kept}
        for at in out:
            owners[at] = b"null"
        content = tree.at(tree.at(tree.pdf.page_references[page])["Contents"]).stream
        for place, piece in enumerate(content):
            if isinstance(piece, pydyf.Dictionary) and piece.get("MCID") in out:
                content[place - 1] = b"/Artifact"
                content[place] = pydyf.Dictionary({"Type": "/Pagination"})
    for thing in tree.pdf.objects:
        is_element = isinstance(thing, pydyf.Dictionary) and thing.get("Type") == "/StructElem"
        if is_element and thing.number not in kept:
            thing.clear()
