"""A Lead cell -> the leads it names."""

import re

_ROLE_NOUN = (
    r"managers?|workers?|officers?|directors?|leads?|advisers?|advisors?|chairs?|chairpersons?|partners?|supervisors?"
    r"|practitioners?|co-?ordinators?|commissioners?|consultants?|nurses?|teachers?|heads?"
    r"|head ?teachers?|lawyers?"
    r"|solicitors?|auditors?|analysts?|administrators?|executives?|champions?|trainers?|therapists?|psychologists?"
    r"|doctors?|inspectors?|superintendents?|members?|deput(?:y|ies)|assistants?|secretar(?:y|ies)|owners?|boards?"
    r"|committees?|groups?|panels?|teams?|reviewers?|carers?|guardians?|mentors?|councillors?"
)
_KNOWN = r"SMT|SLT|CMT|DMT|LADO|DCS|ADCS|CEO|PSW|IRO|CPA|CPC|ATM|TM|HoS|AD|SRO|DfE|CCG|ICB|MASH|QA|LSCP|LSCB"
_ENDS_AS_ROLE = re.compile(rf"(?:.*\S\s+)?(?:{_ROLE_NOUN})\s*(?:\(s\))?", re.I)
_OF = re.compile(
    r"(?:(?:relevant|all|each|the|deputy|assistant|interim|acting|corporate|executive|strategic|associate|joint|group)"
    r"\s+)*(?:heads?|directors?|chairs?|members?|managers?|leads?|commissioners?|chief)\s+(?:of|for)\s+\S.*",
    re.I,
)
_ACRONYM = re.compile(rf"(?:{_KNOWN})s?|[A-Z]{{2,6}}s")
_ADJECTIVE_ONLY = re.compile(
    r"(?:assistant|deputy|interim|acting|senior|principal|lead|head|team|service|group|board|all|partner|member|panel)s?",
    re.I,
)
_BRACKETED = re.compile(r"\([^()]*\)")
_PLAIN_SEPARATOR = re.compile(r"\s*(?:[;\n]|\s\|\s)\s*")
_SEPARATOR = re.compile(r"\s*,\s*(?:and\s+|&\s*)?|\s+(?:and|&)\s+|\s*/\s*|\s+with\s+(?=[A-Z])")


def split_leads(cell: str) -> tuple[str, ...]:
    """The leads that a cell names, in order, each once.

    Args:
        cell: as written, such as ``Social Workers, Team Managers and IROs``.

    Returns:
        Its parts where each of them is a role on its own; the cell whole where a part would make no sense
        alone (``Head of Children in Care``, ``Service Director and equivalent from ICT``), since a person can
        split it further and cannot guess what was broken.
    """
    leads: list[str] = []
    for part in _PLAIN_SEPARATOR.split(cell):
        if part := part.strip(" ,.\u2022-"):
            leads.extend(_split_line(part))
    once = {lead.casefold(): lead for lead in reversed(leads)}
    return tuple(once[key] for key in dict.fromkeys(lead.casefold() for lead in leads))


def might_be_several(cell: str) -> bool:
    """Whether a cell has anything in it that could part two leads, so that a person should look."""
    return bool(_SEPARATOR.search(cell) or _PLAIN_SEPARATOR.search(cell))


def _split_line(text: str) -> list[str]:
    kept = _BRACKETED.sub(
        lambda match: match[0].replace(",", "\x01").replace("/", "\x02").replace(" ", "\x03"), text
    )
    parts = [_restored(part) for part in _SEPARATOR.split(kept) if part.strip()]
    joins = [_restored(match[0]) for match in _SEPARATOR.finditer(kept)]
    if len(joins) != len(parts) - 1 or len(parts) > 12:
        return [_as_title(text)]
    roles: list[str] = []
    for index, part in enumerate(parts):
        if _is_role(part):
            roles.append(part)
        elif roles and _OF.fullmatch(roles[-1]) and not re.match(r"equivalent|others?\b", part, re.I):
            roles[-1] += joins[index - 1] + part  # "Head of Quality" goes on: ", Standards and Performance"
        else:
            return [_as_title(text)]
    return [_as_title(role) for role in roles]


def _restored(text: str) -> str:
    return text.replace("\x01", ",").replace("\x02", "/").replace("\x03", " ")


def _is_role(part: str) -> bool:
    words = _BRACKETED.sub("", part).strip()
    if _ADJECTIVE_ONLY.fullmatch(words):
        return False
    return bool(_ACRONYM.fullmatch(words) or _OF.fullmatch(words) or _ENDS_AS_ROLE.fullmatch(words))


def _as_title(text: str) -> str:
    """A role as a title: "relevant Head of Service" stands at the start of a line of its own."""
    text = text.strip()
    return text[:1].upper() + text[1:]
