"""What is typed into the forms about visits."""

from typing import Any

MONITORING = {
    "kind": "monitoring_visit",
    "number": "4",
    "framework": "",
    "on_site": "16 and 17 October 2019",
    "letter_on": "2019-11-12",
    "ofsted_published_on": "2019-11-12",
    "council_published_on": "2019-11-19",
    "inspectors": "Ann Hale, lead\nBo Reed",
    "looked_at": "The front door\n\nChildren who go missing",
    "evidence_seen": "Case records\nSupervision notes",
    "summary": "Steady progress from a low base",
    "self_assessment": "partly",
    "next_expected": "March 2020",
    "reason": "Ofsted's letter of 12 November",
}
INSPECTION = MONITORING | {
    "kind": "inspection",
    "number": "",
    "framework": "sif",
    "on_site": "20 October to 12 November 2014",
    "letter_on": "2015-01-29",
    "ofsted_published_on": "2015-01-29",
    "council_published_on": "2015-02-03",
    "next_expected": "",
}


def typed(**changed: Any) -> dict[str, Any]:
    """The form for the fourth monitoring visit as it was filled in, with what is given in place of it."""
    return MONITORING | changed


def inspected(**changed: Any) -> dict[str, Any]:
    """The form for an inspection under SIF, in the same way."""
    return INSPECTION | changed
