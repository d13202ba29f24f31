"""Made-up plans as text, each with one thing that published plans do to whoever has to read them."""

PLAIN = """\
Westermoor Children's Services
Improvement Plan, March 2023

1. Front Door
What do we want to see?
1. Callers reach a person who can help them.
2. Nobody has to tell their story twice.
What needs to change?
1. Calls wait too long at the start of the week.

Ref\tOutcome\tLead\tRAG
1.1\tEvery call is answered within a minute.\tTeam Managers\tGreen
1.2\tWhat a caller says is written down once.\tSocial Workers\t

2. Family Support
What do we want to see?
1. Help comes to the home.
What needs to change?
1. Families wait for a visit.
2. Plans are not shared with the family.

Ref\tOutcome\tLead\tRAG\t\t
\t\t\tNorth\tSouth\tOverall
2.1\tA visit follows within three days.\tTeam Managers\tRed\tAmber\t
2.2\tEach family has its own copy of the plan.\tHead of Family Support and Team Managers\t\t\tComplete
"""

# Everything that a section can be, in the shape of a table printed on several pages.
BROKEN_OVER_PAGES = """\
Improvement Plan, March 2023

1. Front Door
What do we want to see?
1. Callers reach a person.

Ref\tOutcome\tLead\tRAG\t\t
\t\t\tNorth\tSouth\tOverall
1.1\tEvery call is answered within a minute by somebody\tTeam Managers and\tG\t\tR

7

Ref\tOutcome\tLead\tRAG\t\t
\t\t\tNorth\tSouth\tOverall
\twho can decide what happens next.\tAssistant Team Managers\t\tAmb\t
\t\t\t\ter\t

1.2\tWhat a caller says is written down once.\tSocial Workers\t\tB\t
Page 8 of 12
1.3\tA second call is not needed.\tSocial Workers\t\t\t
"""

PACK = """\
Westermoor County Council
Children's Scrutiny Committee
Agenda
Item\tTime\tPage
1 Apologies\t10:00\t
2 Improvement plan update\t10:05\t3

Report of the Director
1. Recommendation
The committee is asked to note the plan.
2. Background
1. The council was inspected.
2. It wrote a plan.
No\tRisk\tOwner\tStatus
1\tStaff leave\tDirector\tRed

Appendix 1
Children's Services
Improvement Plan, March 2023

1. Front Door
What do we want to see?
1. Callers reach a person.
Ref\tOutcome\tLead\tRAG
1.1\tEvery call is answered.\tTeam Managers\t
1.2\tNotes are kept.\tTeam Managers\t

Minutes of the last meeting
1. Present: Councillor Marsh and Councillor Field
2. The minutes were agreed.
5\tAnnual report\t\t11:30
\tContributors: the chair of the board\t\t
Objectives
- To close the meeting
"""
