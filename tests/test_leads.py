"""Splitting a Lead cell into the leads it names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.importers.leads import might_be_several, split_leads


@pytest.mark.parametrize(
    ("cell", "leads"),
    [
        ("Team Managers and Assistant Team Managers", ["Team Managers", "Assistant Team Managers"]),
        ("CPAs/IROs", ["CPAs", "IROs"]),
        (
            "Social Workers, Team Managers and Independent Reviewing Officers",
            ["Social Workers", "Team Managers", "Independent Reviewing Officers"],
        ),
        ("Social Workers, Team Managers, and IROs", ["Social Workers", "Team Managers", "IROs"]),
        ("Head of Children in Care and Team Managers", ["Head of Children in Care", "Team Managers"]),
        ("Service Director & Heads of Service", ["Service Director", "Heads of Service"]),
        (
            "Head of Quality, Standards and Performance and SMT",
            ["Head of Quality, Standards and Performance", "SMT"],
        ),
        ("Team Managers and relevant Head of Service", ["Team Managers", "Relevant Head of Service"]),
        ("Team Managers (North, South and East) and IROs", ["Team Managers (North, South and East)", "IROs"]),
        ("Jo Hill; Sam Marsh", ["Jo Hill", "Sam Marsh"]),
        ("Jo Hill\nSam Marsh", ["Jo Hill", "Sam Marsh"]),
        ("Team Managers, team managers", ["Team Managers"]),
    ],
)
def test_cells_that_name_several(cell, leads):
    assert list(split_leads(cell)) == leads
    assert might_be_several(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "Head of Children in Care",
        "HR Business Partner",
        "Head of Service and equivalent from Housing and Adult Learning",
        "Director of Quality, Standards and Performance",
        "Head of Fostering and Adoption",
        "Team and Service Managers",
        "Assistant/Deputy Director",
        "ICT/BI Manager",
        "Jo Hill and Sam Marsh",
        "Team Managers (North and South)",
    ],
)
def test_cells_left_whole(cell):
    assert split_leads(cell) == (cell,)


@given(st.text())
def test_no_letter_of_a_cell_is_lost(cell):
    kept = "".join(split_leads(cell)).casefold()
    joining = {"and", "with"}
    for word in cell.replace("/", " ").replace(",", " ").replace(";", " ").split():
        letters = "".join(char for char in word if char.isalnum()).casefold()
        if letters and letters not in joining:
            assert all(char in kept for char in letters)
