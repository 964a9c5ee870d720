"""The stories that every site tells: short and long, with lists and links, by three authors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, kw_only=True)
class Story:
    """One story; `body` is Markdown, `shown` are texts that its article must hold."""

    slug: str
    title: str
    author: str
    published: datetime
    section: str
    tags: tuple[str, ...]
    body: str
    shown: tuple[str, ...]


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 10, day, hour, minute, tzinfo=UTC)


STORIES = (
    Story(
        slug="swing-bridge-opens-again",
        title="Swing bridge opens again after nine months",
        author="Marta Lindqvist",
        published=_at(3, 8, 15),
        section="Harbour",
        tags=("bridge", "traffic"),
        body="""The swing bridge at the mouth of the old harbour carried traffic again on Saturday morning,
nine months after engineers found cracks in two of its four main bearings. A queue of delivery vans and one
brass band crossed first, ahead of the mayor, whose bicycle had a flat tyre.

The repairs cost 4.1 million crowns, about a fifth more than the council had set aside. Most of the
difference paid for a new drive shaft, because the old one was made from a steel that nobody has rolled
since 1961.

"We could have built a fixed bridge for the same money," said the harbour master, Ines Okoro. "But then the
fishing boats would have had to move, and nobody wanted to tell them."

## What changes for drivers

The bridge will turn at six in the morning and at six in the evening, and at other hours only for ships
that have asked a day ahead. Buses keep to the detour until the end of the month.
""",
        shown=("ahead of the mayor", "since 1961", "What changes for drivers", "asked a day ahead"),
    ),
    Story(
        slug="mill-lane-closed",
        title="Mill Lane closed until Tuesday",
        author="Jonas Berg",
        published=_at(4, 6, 0),
        section="Town",
        tags=("traffic",),
        body="""Mill Lane is closed between the bakery and the school until Tuesday evening because a water
main is being replaced. Buses stop at the church instead, and deliveries go through the yard.
""",
        shown=("between the bakery and the school",),
    ),
    Story(
        slug="library-drops-late-fees",
        title="City library drops late fees – and gets its books back",
        author="Marta Lindqvist",
        published=_at(6, 14, 30),
        section="Town",
        tags=("library", "budget"),
        body="""In the first month without late fees readers returned 2,300 books that the library had given
up, some of them borrowed before the building had electric light. The oldest, a guide to knots, was due in
March 1938.

The fees had brought in 31,000 crowns a year and cost 44,000 to collect, the head librarian told the
culture committee. She now asks for the shelves to put the books on.

Three things did not come back:

- the only score of the town hymn,
- an atlas whose owner says that it is his,
- a cookery book, of which a photograph arrived with the words "still using it".
""",
        shown=("due in March 1938", "the only score of the town hymn", "still using it"),
    ),
    Story(
        slug="ferry-winter-timetable",
        title="Ferry line cuts its winter timetable by a third",
        author="Aino Väisänen",
        published=_at(9, 9, 5),
        section="Harbour",
        tags=("ferry", "traffic"),
        body="""From the first of November the ferry to the outer islands sails four times a day instead of
six. The line says that it carried an average of eleven people on the two sailings that it gives up.

The islanders, who are 214, have counted too: they came to nineteen, and sent the council a list of names.
A spokesman for the line said that he did not doubt the names, but that some of them were dogs.

The council will hear both sides next week. Until then the [old timetable](https://ferry.example.org/winter)
holds, and the [list of sailings](https://ferry.example.org/sailings) is posted at the pier.
""",
        shown=("an average of eleven people", "some of them were dogs", "is posted at the pier"),
    ),
    Story(
        slug="bakery-wins-bread-prize",
        title="A bakery with one oven wins the bread prize again",
        author="Jonas Berg",
        published=_at(12, 5, 45),
        section="Town",
        tags=("bread",),
        body="""For the third year running the smallest bakery of the county has won its bread prize, with a
loaf that takes two days and sells out before eight. The jury praised its crust, and asked for the recipe,
which it did not get.
""",
        shown=("which it did not get",),
    ),
    Story(
        slug="glacier-lost-a-tenth",
        title="Survey: the northern glacier lost a tenth of its ice",
        author="Aino Väisänen",
        published=_at(15, 11, 20),
        section="Science",
        tags=("climate", "survey"),
        body="""The northern glacier has lost a tenth of its ice in six years, twice as much as in the six
years before, according to the survey that the university published on Thursday.

The team flew over the ice with a laser in August and compared the heights with those of 2020. Where the
tongue ended in a lake, the lake is now half a kilometre longer.

> We expected a loss, and we did not expect this one. Two of our stakes lay on the gravel.

That is how the leader of the survey put it. The hut that was built at the edge in 1954 is a walk of forty
minutes from the ice today, and the path is marked anew each spring.

The figures go into the water plan of the valley, which draws a third of its summer water from the glacier.
""",
        shown=("twice as much as in the six", "lay on the gravel", "third of its summer water"),
    ),
    Story(
        slug="tram-to-the-hospital",
        title="Council votes for the tram to the hospital by one voice",
        author="Marta Lindqvist",
        published=_at(20, 19, 50),
        section="Town",
        tags=("budget", "traffic"),
        body="""After nine hours the council voted on Tuesday night for the tram to the hospital, by 21 voices
to 20. The line is to open in 2031 and will cost 88 million, of which the state pays half.

The deciding voice came from a member who had fallen asleep, was woken and said "yes". The opposition asked
whether that counted. The speaker read the rules twice and said that they did not mention sleep.

Work begins at the hospital, where the ground is best known. Shops along Market Street are promised that
their doors stay open, and do not believe it.
""",
        shown=("by 21 voices", "they did not mention sleep", "and do not believe it"),
    ),
    Story(
        slug="storm-tears-roof-off-rink",
        title="Storm tears the roof off the ice rink, nobody hurt",
        author="Jonas Berg",
        published=_at(24, 7, 10),
        section="Town",
        tags=("storm",),
        body="""The storm of Friday night took the roof of the ice rink and laid it on the car park next door,
in one piece. Nobody was hurt; two cars are flat, and one of them belonged to the roofer.

The rink stays closed until an engineer has seen the walls. The hockey club plays its next three games away
and has asked the neighbours in Elmhaven for ice on Wednesdays.
""",
        shown=("in one piece", "ice on Wednesdays"),
    ),
)
