"""Reports that follow a template and differ in phrases, not in figures; each is news of its own."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

_PHRASES: Mapping[str, tuple[str, ...]] = {
    "sky": ("sunny", "cloudy", "overcast", "foggy", "wet", "dry", "stormy", "bright", "hazy"),
    "wind": (
        "light winds from the west",
        "fresh winds from the north",
        "a stiff breeze off the sea",
        "hardly any wind",
        "strong gusts along the coast",
    ),
    "fall": ("showers", "drizzle", "sleet", "snow", "heavy rain", "thunderstorms", "no rain at all", "hail"),
    "when": ("early in the day", "towards noon", "in the afternoon", "after dusk", "overnight"),
    "land": ("the valleys", "the coast", "the hills", "the capital", "the islands", "the border region"),
    "mood": ("higher", "lower", "mixed", "little changed"),
    "pace": ("thin", "brisk", "quiet", "nervous"),
    "cause": (
        "company earnings",
        "the outlook for interest rates",
        "weak figures from industry",
        "a fall in oil prices",
        "a rise in exports",
    ),
    "firm": (
        "Acme",
        "Borealis",
        "Cyntex",
        "Deltron",
        "Everline",
        "Fabrikon",
        "Gridworks",
        "Helixo",
        "Intarsa",
        "Junova",
    ),
    "town": (
        "Ashford",
        "Bellmore",
        "Crandon",
        "Dellwood",
        "Easton",
        "Fairview",
        "Grantham",
        "Hadley",
        "Jasper",
        "Keswick",
    ),
    "day": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "name": tuple(
        f"{first} {last}"
        for first in ["Ada", "Bruno", "Carla", "Felix", "Greta", "Hugo", "Irma", "Leon"]
        for last in ["Quist", "Hollis", "Jansen", "Mbeki", "Romero", "Tanaka", "Oduya", "Petersen"]
    ),
    "work": ("nurse", "teacher", "baker", "clerk", "driver", "gardener", "farmer", "plumber", "tailor"),
    "deed": ("shoplifting", "careless driving", "damaging a car", "trespassing", "stealing a bicycle"),
    "end": ("sentenced to community service", "fined", "given a suspended sentence", "acquitted"),
    "say": (
        "A pilot.",
        "I always wanted to be a doctor, like my grandmother.",
        "Never give up.",
        "Listen more than you talk, and write things down.",
        "More trees along the main road.",
        "Open the museum on Mondays and let children in for nothing.",
        "Casablanca, every winter.",
        "A long novel about whales that nobody has finished.",
        "The allotment behind the railway.",
        "My kitchen, late at night, with the radio on.",
        "Onion soup.",
        "The sea at Easter.",
        "A little house with a stove.",
        "Being on time.",
        "My temper, as anybody at the club will tell you.",
        "The first snow.",
        "Swimming before breakfast.",
        "To pay my debts.",
        "Cheaper bus tickets for pupils, and better lamps in the park.",
        "My brother's old records.",
    ),
}

PHRASE_TEMPLATES: Mapping[str, str] = {
    "forecast": """\
The day begins {sky} with {wind}, and {fall} will reach {land} {when}. It stays {sky2} over {land2}, \
with {fall2} {when2}. Tomorrow turns {sky3} with {wind2} and {fall3} in {land3}. The outlook for the \
days after is {sky4}. The forecast was made by the national weather service and is brought up to date \
every six hours. Travellers should allow more time, drive slowly where the road is wet, and look at the \
map of warnings on the service's website before they leave the house. Pollen and ultraviolet levels are \
on the next page.""",
    "close": """\
Shares closed {mood} on {day} in {pace} trading, as investors weighed {cause}. {firm} led the gainers, \
while {firm2} lost most among the large companies. {firm3} and {firm4} were little changed. Traders said \
that many investors stay on the sidelines until the central bank has met, and that the market is likely \
to trade in a narrow range until then. The currency was steady against the dollar and yields on \
government bonds hardly moved. Foreign investors were net buyers for the third day.""",
    "court": """\
A {work} from {town} was {end} at {town2} magistrates' court on {day} for {deed}. {name} had answered \
the charge at an earlier hearing. The judge said that the court had taken all circumstances into \
account, including previous good character and the effect on the victim. An appeal can be lodged within \
four weeks. The names of those convicted are published in the public interest and are removed from this \
page after one year.""",
    "questions": """\
Seven questions for {name}
Once a week we put the same seven questions to somebody from the region. This time {name}, {work} from \
{town}.
What did you want to become when you were ten? {say}
What is the best advice you were ever given? {say2}
What would you change in this town? {say3}
Which film do you watch again and again? {say4}
Where do you go when you want to be alone? {say5}
What do you cook when friends come over? {say6}
What are you afraid of? {say7}
Do you know somebody whom we should ask? Write to the desk and tell us why, with a photograph if you \
have one. The next conversation appears on Saturday.""",
    "quick": """\
Every Friday a guest of the morning programme answers quick questions, and there is no time to think \
about them. Today's guest is {name}, who works as a {work} in {town}.
Mountains or the sea? {say}
City or country? {say2}
Book or film? {say3}
Summer or winter? {say4}
Bicycle or car? {say5}
Thank you very much for playing with us. The answers of all guests are collected on the page of the \
programme, and next Friday at eight there is somebody new.""",
    "form": """\
Once a month a citizen fills in our questionnaire, which has been the same since the paper was founded \
and which many readers know by heart. This month it was {name}, a {work} from {town}.
Your first memory: {say}
Your best advice: {say2}
A film you love: {say3}
Your favourite place: {say4}
Your favourite dish: {say5}
If you would like to fill in the questionnaire yourself, write to the desk; please send a photograph \
along, and your telephone number in case we have to ask something.""",
}


def from_phrases(kind: str, rng: Random) -> str:
    """A report of one kind of PHRASE_TEMPLATES."""
    chosen = {
        name + (str(place + 1) if place else ""): phrase
        for name, phrases in _PHRASES.items()
        for place, phrase in enumerate(rng.sample(phrases, min(7, len(phrases))))
    }
    return PHRASE_TEMPLATES[kind].format(**chosen)
