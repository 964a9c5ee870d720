"""Reports that follow a template of their kind and differ in their facts: every one is news of its own."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

_FIRST = ("Ruth", "Paul", "Ines", "Omar", "Mary", "Luis", "Olga", "Sam", "Edith", "Karl", "Noor", "Tomas")
_LAST = (
    "Adler",
    "Ortiz",
    "Cole",
    "Said",
    "Flynn",
    "Prado",
    "Marin",
    "Ito",
    "Novak",
    "Brandt",
    "Khan",
    "Weiss",
)
_TOWNS = ("Aldham", "Brackwell", "Corran", "Dunley", "Eastmere", "Farrow", "Glenholt", "Harside", "Kelby")
_FIRMS = (
    "Orbix",
    "Halden",
    "Vestal",
    "Norcom",
    "Lumora",
    "Tarnex",
    "Quillon",
    "Brevik",
    "Sandoria",
    "Kestrel",
)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WORK = ("nurse", "teacher", "baker", "carpenter", "clerk", "driver", "gardener", "printer")
_ANSWERS = (
    (
        "A pilot",
        "More benches",
        "Old letters",
        "My aunt",
        "The river",
        "A lighthouse",
        "Free buses",
        "Good bread",
    ),
    ("of course", "in the park", "early in the morning", "when it rains", "for everyone", "without a doubt"),
    (
        "if I may say so",
        "and a dog",
        "as my mother did",
        "but not on Sundays",
        "since last year",
        "or nothing",
    ),
)

TEMPLATES: Mapping[str, str] = {
    "weather": """\
Forecast for {town} and {town2}: {day} begins with fog around {town3}, and {town4} can expect \
showers from {town5} by noon. {day2} stays dry near {town6}.
Drivers are reminded to keep their distance on wet roads, to clear all windows before they set \
off and to follow the updates of the national weather service, which are published every three \
hours.""",
    "quake": """\
An earthquake of magnitude {n}.{m} struck {k} kilometres from {town} on {day}, the geological \
survey said. The epicentre was at a depth of {p}.{q} kilometres. There were no reports of \
damage. Did you feel it? Report what you felt to the survey. This report was written by a \
program that reads the survey's data and was read by an editor. The largest quake near {town} in \
the past ten years had a magnitude of {r}.{s}.""",
    "air": """\
Air quality in {town} stood at {n} points on {day}, and the index is expected to reach {k} on \
{day2}. The main pollutant was fine dust with {p} micrograms. People with heart or lung disease \
should limit effort outdoors, and everyone can see the current figures of all stations on the \
office's map. In {town2} the index was {q}, in {town3} it was {r}.""",
    "lottery": """\
The winning numbers drawn on {day}, {p} {month}, were {a}, {b}, {c}, {d}, {e} and {f}. The bonus \
number was {g}. The estimated jackpot was {n}.{m} million euros. Tickets can be bought at all \
licensed shops and online until one hour before the draw. Players must be eighteen or older. \
Results are published for information only and the official list is kept by the lottery office. \
Please play responsibly.""",
    "obituary": """\
{first} {last}, {n}, of {town}, died peacefully on {day} surrounded by family. Born in {town2}, \
{first} worked for many years as a {work} and was loved by all who knew them. Visitation will be \
held at the {last2} Funeral Home on {day2} from four to seven in the evening, and the service \
will follow at the church on the next day at eleven. In lieu of flowers the family asks for \
gifts to the hospice. Condolences may be left on the website of the funeral home.""",
    "interview": """\
Every week we ask a reader of the paper the same five questions. Today: {first} {last} of \
{town}.
What did you want to be when you were a child? {x1}
What is the best advice that you have ever been given? {x2}
What would you change in our city if you were mayor for a day? {x3}
Which book or film has stayed with you for all these years? {x4}
Which place do you go to when you want to be alone? {x5}
Thank you very much for the conversation. The next five questions will be in the paper on \
Saturday, as always on the last page.""",
    "jobless": """\
The number of people who filed for unemployment benefits in the week that ended {month} {p} was \
{n},{k}00, the labour department said on {day}. That was {a},{b}00 more than the week before. \
The average of four weeks, which evens out changes from week to week, was {c},{d}00. Claims are \
the first sign of how many people lose their jobs. The highest number of new claims came from \
{town} with {e},{f}00, followed by {town2} with {g},{r}00.""",
    "treasury": """\
Operating balances of the treasury with the central bank rose to {n}.{m} billion on {month} {p} \
from {k}.{q} billion on the day before, the treasury said in its latest statement. Balances in \
tax and loan note accounts fell to {r}.{s} billion from {a}.{b} billion. The operating cash \
balance totalled {c}.{d} billion against {e}.{f} billion.""",
    "market": """\
Shares ended {day} with the index {n}.{m} points higher at {k}{p}.{q}, with a turnover of {r} \
million shares. {firm} led the gainers with a rise of {a}.{b} percent, while {firm2} fell \
{c}.{d} percent, the most among the large companies. {firm3} added {e}.{f} percent. Traders said \
that volumes were thin ahead of the central bank's meeting, and that investors would look to the \
figures on inflation for direction.""",
    "match": """\
{town} beat {town2} by {a} to {b} on {day} in front of {n},{k}0 people. {last} opened the \
scoring in the {c}th minute with a shot from the edge of the area, and {last2} added another in \
the {d}th minute after a corner. The visitors had more of the ball in the second half but could \
not find a way past the defence. "We were patient and took our chances when they came," the \
coach said afterwards. {town} play at {town3} on {day2}.""",
}


def from_template(kind: str, rng: Random) -> str:
    """A report of one kind."""
    figures = {letter: str(rng.randint(11, 99)) for letter in "abcdefgknmpqrs"}
    pools = {"town": _TOWNS, "day": _DAYS, "first": _FIRST, "last": _LAST, "firm": _FIRMS}
    names = {
        name + (str(place + 1) if place else ""): value
        for name, pool in pools.items()
        for place, value in enumerate(rng.sample(pool, 6))
    }
    answers = {f"x{place}": f"{', '.join(map(rng.choice, _ANSWERS))}." for place in range(1, 6)}
    return TEMPLATES[kind].format(
        **figures, **names, **answers, month=rng.choice(_MONTHS), work=rng.choice(_WORK)
    )
