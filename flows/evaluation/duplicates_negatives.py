"""Texts that look like copies and are none: templated reports, stories that share a quote, promo tails."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

_TOWNS = (
    "Aldham",
    "Brackwell",
    "Corran",
    "Dunley",
    "Eastmere",
    "Farrow",
    "Glenholt",
    "Harside",
    "Inverton",
    "Kelby",
)
_TEAMS = ("Rovers", "Athletic", "Wanderers", "United", "Harriers", "Town", "Albion", "Rangers")
_NAMES = ("Okafor", "Lindqvist", "Moreno", "Haddad", "Petrov", "Nguyen", "Silva", "Brandt", "Osei", "Kaya")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TOPICS = ("politics", "business", "technology", "health", "sport", "culture", "climate", "travel")

_WEATHER = """{town} will see a high of {a} degrees on {day} and a low of {b} degrees overnight, \
forecasters said.
The chance of rain is {c} percent in the morning, falling to {d} percent by the afternoon, with winds \
from the west at {e} to {f} miles an hour.
Sunrise is at {b}:{g} and sunset at {h}:{i}. Humidity will stay near {j} percent through the day.
The outlook for the rest of the week is for highs of {k} to {a} degrees, with a {d} percent chance of \
showers towards the weekend. Residents are asked to check for warnings before they travel."""

_MARKET = """Shares in {town} {name} Holdings closed {a}.{b} percent higher on {day} at {c}{d} pence, \
after {e} million shares had changed hands.
The company's market value now stands at {f}.{g} billion pounds. The shares have traded between {h}{i} \
pence and {j}{k} pence in the past twelve months.
Analysts polled before the results had expected earnings of {d}.{b} pence a share; {e} of {k} rate the \
shares a buy. Trading volume was {c} percent above its average of the past {j} days.
This report was generated automatically from exchange data and may be updated as more figures arrive."""

_MATCH = """{town} {team} beat {town2} {team2} {e} to {b} on {day} in front of a crowd of {c}{d}{a}.
{name} opened the scoring in the {f}th minute and {name2} added a second after {g} minutes. The visitors \
pulled one back before half time and hit the post in the {h}th minute.
{team} have now taken {i} points from their last {j} matches and stand in place {b} of the table, {e} \
points ahead of {team2}. The next match is on {day2}, when the side travel to meet the leaders. Tickets \
are on sale at the ground and from the club's office from {k} pounds."""

_QUOTE = (
    "The minister said in a statement on {day} that the government would publish its full response "
    "within {a} weeks and that no decision would be taken before every council had been heard. “We "
    "will listen, and then we will act,” the statement said. A spokesman for the opposition called "
    "the plan a rushed answer to a question that nobody in {town} had asked."
)

_PROMOS = (
    "Subscribe to {outlet}'s {topic} newsletter and get the stories of the day in your inbox every {day}.",
    "Follow {outlet} for more {topic} news, and download our app for alerts as they happen.",
    "Read more: what the {topic} desk of {outlet} found when it asked {a} readers in {town} what they need.",
    "{name} is {outlet}'s {topic} correspondent. Reach the desk with tips and corrections at any time.",
    "Most read on {outlet}: {town} and the long road to a new {topic} plan, explained in {b} charts.",
    "Support independent journalism: from {c} a month you help {outlet} to report on {topic} from {town}.",
    "Copyright {outlet}. All rights reserved. This material may not be published, rewritten or sold on.",
    "Listen to the {outlet} podcast, where {name} and {name2} talk about {topic} every {day} and {day2}.",
)


def templated(kind: str, rng: Random) -> str:
    """A weather, market or match report; two of a kind differ in names and numbers only."""
    return _fill({"weather": _WEATHER, "market": _MARKET, "match": _MATCH}[kind], rng)


def shared_quote(rng: Random) -> str:
    """A paragraph that several reports of one event quote."""
    return _fill(_QUOTE, rng)


def promo_tail(outlet: str, rng: Random) -> list[str]:
    """Four to eight paragraphs that stand under every story of an outlet."""
    return [_fill(promo, rng, outlet=outlet) for promo in rng.sample(_PROMOS, rng.randint(4, len(_PROMOS)))]


def with_quote(paragraphs: Sequence[str], quote: str, rng: Random) -> list[str]:
    at = rng.randint(1, len(paragraphs))
    return [*paragraphs[:at], quote, *paragraphs[at:]]


def _fill(template: str, rng: Random, **values: str) -> str:
    numbers = {letter: str(rng.randint(2, 79)) for letter in "abcdefghijk"}
    two = {
        name: rng.sample(pool, 2)
        for name, pool in (("town", _TOWNS), ("team", _TEAMS), ("name", _NAMES), ("day", _DAYS))
    }
    names = {
        f"{name}{suffix}": value
        for name, pair in two.items()
        for suffix, value in zip(("", "2"), pair, strict=True)
    }
    return template.format(**numbers, **names, topic=rng.choice(_TOPICS), **values)
