"""Single names out of what stands in an author field or a byline.

Theory. Such a text is names joined by signs or by the word for "and", with a word for "by" before them and a
role, an email address, an agency, a date or a place around them. What is a role only ("Political Editor") is
no author; a role behind a Korean or Japanese name has no sign. A label of the interface is none either, but
some hold a name ("More stories by Ada Brock"). A surname of one word, a comma and given names are one person,
the other way round. The words are lists of the languages that news sites of many countries use; a word that
is missing leaves a longer name, a word too many cuts one. Known exceptions: surnames with a joining word in
them ("Ortega y Gasset") come apart, and a place after a comma stays, for nothing tells it from a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from spiders.extraction.titles.same_title import tidy

MAX_NAMES = 20
MAX_NAME_CHARS = 60
MAX_NAME_WORDS = 5
MAX_TEXTS = 100
MAX_TEXT_CHARS = 1_000
"""Author fields of one page, and characters of one field, that are read."""

_AGENCY = re.compile(
    r"aa|afp|anp|ansa|apa?|belga|cna|dpa|dts|efe|epd|interfax|kna|kyodo|lusa|mti|ntb|pap|pti|reuters|ritzau|sda"
    r"|sid|tass|tt|upi|xinhua|yonhap",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"admin(?:istrator)?|auth?or|editor|guest|newsroom|none|null|redac+ion|redaktion|root|staff|undefined"
    r"|unknown|user|webmaster",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"(?:(?:e-?mail|facebook|follow|instagram|linkedin|rss|share|telegram|twitter|whatsapp|x|youtube)\W*)+",
    re.IGNORECASE,
)
_BY_WORDS = (
    r"(?:written|posted|reported|reporting|words|story|text) by|by|von|par|por|door|av|af|oleh|eftir|írta"
    r"|piše|publié par|publicado por|pubblicato da|veröffentlicht von|scris de|text[eo]?"
    r"|autor\w*(?:/autor\w*)?|authors?|författare|skribent|penulis|yazar|yazan|автор\w*|текст|του|της"
    r"|بقلم|كتبت?|الكاتب|نویسنده|מאת|(?-i:di|da|de|per)|(?:di|da|de)(?=\s\w+\s\w)"
)
_BY = re.compile(
    rf"^(?:(?:{_BY_WORDS})(?:\s*[:：]\s*|\s+|$)|(?-i:(?:By|BY|Von|Par|Por|Door|Av)(?=[A-ZÀ-Þ]))|(?:redac(?:ción|ció)|redação|redazione|redaktion|rédaction)\s*[:：]\s*|(?:(?:[取採采]材[・、/]?)?(?:记者|記者|作者|撰文|文))\s*[:：/／]\s*|[记記]者\s*)",
    re.IGNORECASE,
)
_SIGNS = r"[;|/／；、،，]|,(?!\s*(?i:jr|sr|ph\.?d|m\.?d)\b)"
_AND = "and|und|et|y|e|i|og|och|en|ja|és|și|ve|dan|un|ir|sowie|και|и|та|і|و|&|AND|UND|ET|OG|OCH|And|Und"
_JOINT = re.compile(
    rf"\s*(?:(?:{_SIGNS})\s*(?:{_AND})\s|{_SIGNS}|\s(?:{_AND})\s)\s*"
)  # letter case counts: initials are capitals
_SITE_URL = re.compile(r"://|www\.")
_HANDLE = re.compile(r"\S*@\S*")
_ASIDE = re.compile(r"\s*[(（\[][^()（）\[\]]{0,80}[)）\]]")
_PICTURED = re.compile(
    r"[.;|·,]?\s+(?:photo(?:graph)?s?|pictures?|images?|video|illustrations?|fotos?|bilder|edit(?:ing|ed)"
    r"|(?:additional|writing) reporting|translat(?:ion|ed))\s*(?:by\b|von\b|par\b|:).*$",
    re.IGNORECASE,
)
"""Who made the pictures or edited, behind who wrote."""
_PLACED = re.compile(r"\s(?:[Ff]or|in|on)\s+[A-Z].*$")
_LABEL = re.compile(
    r"(?:view|see|show|read|more|all|about|meet|browse|visit|posts?|articles?|stories|latest|other)\b"
    r".{0,40}\b(?:posts?|articles?|stories|bio(?:graphy)?|profile|archives?|author|website|more)\b.*"
    r"|(?:view|see|read|show|load|learn) (?:all|more|less|full)\b.*|links? copied.*|copy link.*|share this.*"
    r"|follow(?:ing)?\b.*|subscribe\b.*|sign (?:up|in)\b.*|log ?in|comments?|print|save|home|menu|search|by"
    r"|posted (?:in|on)\b.*|published\b.*|updated\b.*|last (?:updated|modified)\b.*"
    r"|(?:alle|mehr|weitere) (?:artikel|beiträge|texte)\b.*|zum? (?:autor\w*|profil)\b.*"
    r"|(?:voir|lire|tous) (?:tous|plus|les)\b.*|(?:ver|leer|todos|más) (?:todos|más|los|artículos|de)\b.*"
    r"|(?:leggi|tutti) (?:tutti|gli|di)\b.*|все (?:статьи|материалы)\b.*|查看.*|更多.*|作者简介.*",
    re.IGNORECASE,
)
"""What a page writes beside an author's name, or in its place, for its readers to press."""
_LABELLED = re.compile(
    r"^(?:(?:view|see|read|show)\s+)?(?:(?:all|more)\s+)?(?:(?:posts?|articles?|stories)\s+)?(?:by|of|from)\s+(.+?)"
    r"(?:[’']s?\s+(?:posts?|articles?|stories|profile|bio))?\W*$",
    re.IGNORECASE,
)
"""A label with the name in it."""
_MONTHS = (
    r"jan|feb|mar|apr|ma[yijg]|jun|jul|ju[ni]i|aug|ago|ao[uû]|sep|set|okt|oct|ott|out|nov|de[czs]|dic|en[ei]|abr|fe[bv]"
    r"|mär|f[eé]v|avr|juin|juil|gen|giu|lug|янв|фев|мар|апр|ма[йя]|ию[нл]|авг|сен|окт|ноя|дек"
)
_DATED = re.compile(
    rf"[\s,|–—-]*(?:\b(?:on|am|le|el|il|den|updated|published|posted|publié|publicado)\b:?\s*)?"
    rf"(?:\b(?:mon|tue|wed|thu|fri|sat|sun)\w*,?\s+)?(?:\b(?:{_MONTHS})\w{{0,6}}\.?\s+)?\b\d.*$",
    re.IGNORECASE,
)
"""A date behind a name."""
_INVISIBLE = re.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad]+")
_HIDDEN_END = re.compile(r"(?<=\w)[\u200b\u2060\ufeff]+\s.*$")
"""What stands behind an invisible sign and a space, as some systems divide a name from a town."""
_PARTICLES = r"(?:(?:van|von|de|der|den|la|di|del)\s)*"
_LAST_FIRST = re.compile(rf"^({_PARTICLES}[^\W\d_][\w'’-]+),\s*([^\W\d_][\w'’.-]*(?:\s[\w.]{{1,12}})?)$")
_BETWEEN_TURNED = re.compile(rf"\s*;\s*(?:(?:{_AND})\s)?|\s(?:{_AND})\s")
_SUFFIX = re.compile(r"(?:jr|sr|ph\.?d|m\.?d|esq|mba|ii|iii)\.?", re.IGNORECASE)
_NOT_A_NAME = re.compile(r"[():\[\]{}<>=]|\d{2}|報導$|报道$")
_ROLE = re.compile(
    r"\b(?:(?:editor|reporter|correspondent|columnist|writer|producer|contributor)s?|journalist\w*|redakt\w+"
    r"|(?:\w*k|c)orresponden\w+|volont\w+|rédact\w+|redact\w+|periodista|giornalista|inviat[oa]"
    r"|corrispondente|verslaggever|dziennikarz\w*|редактор\w*|корреспондент\w*|журналист\w*|обозреватель)\b",
    re.IGNORECASE,
)
_ROLE_BEHIND = re.compile(
    r"\s*(?:외\s*\d+\s*명|\s(?:선임|인턴)?(?:기자|특파원|논설위원|앵커)|記者|编辑|特派員)$"
)
_SPACELESS = re.compile(r"[぀-ヿ一-鿿가-힣]")


def names_in(stated: Iterable[str]) -> tuple[str, ...]:
    """The names that these texts hold, each once (letter case aside), in their order."""
    own = (text for text in islice(stated, MAX_TEXTS) if not _SITE_URL.search(text))
    parts = [part for text in own for part in _parts(_bare(text))]
    names = [_without_role(part) for part in parts]
    found = [name for name in names if is_name(name)]
    people = [name for name in found if not is_role(name)]
    once: dict[str, str] = {}
    for name in people or found:
        once.setdefault(name.casefold(), name)
    return tuple(once.values())[:MAX_NAMES]


def _parts(text: str) -> list[str]:
    """The single names of a text; in "Brock, Ada; Fjord, Dana" two stand, the other way round."""
    pieces = _BETWEEN_TURNED.split(text)
    turned = [_LAST_FIRST.match(piece) for piece in pieces]
    names = [f"{found[2]} {found[1]}" for found in turned if found and not _is_agency_or_suffix(found)]
    return names if len(names) == len(pieces) else _JOINT.split(text)


def _is_agency_or_suffix(turned: re.Match[str]) -> bool:
    return bool(_SUFFIX.fullmatch(turned[2])) or any(map(_AGENCY.fullmatch, turned.groups()))


def is_role(text: str) -> bool:
    """Whether a text says what somebody does, and not who it is."""
    return bool(_ROLE.search(text))


def is_name(text: str) -> bool:
    """Whether a text can be a name at all."""
    return (
        1 < len(text) <= MAX_NAME_CHARS
        and not _NOT_A_NAME.search(text)
        and any(map(str.isalpha, text))
        and not _SERVICE.fullmatch(text)
        and not _LABEL.fullmatch(text)
    )


def is_shown_name(text: str) -> bool:
    """Whether a text of the page reads as a name, and not as a label, initials or a sentence."""
    words = text.split()
    if not is_name(text) or len(words) > MAX_NAME_WORDS or _ROLE.search(text):
        return False
    if _AGENCY.fullmatch(text) or _SPACELESS.match(text):
        return True
    is_cased = text.lower() != text.upper()
    begins = not is_cased or (words[0][0].isupper() and words[-1][0].isupper())
    return begins and (len(words) > 1 or (text.isupper() and len(text) > 2))


def is_account(name: str) -> bool:
    """Whether a name is that of an account in a publishing system, and nobody's own."""
    return bool(_ACCOUNT.fullmatch(name))


def is_agency(name: str) -> bool:
    """Whether a name is a news agency's."""
    return bool(_AGENCY.fullmatch(name))


def starts_with_by(text: str) -> bool:
    return bool(_BY.match(text))


def _bare(text: str) -> str:
    """A text without what stands before and around its names."""
    text = _INVISIBLE.sub("", _HIDDEN_END.sub("", tidy(text[:MAX_TEXT_CHARS])))
    text = tidy(_HANDLE.sub(" ", text))
    if labelled := _LABELLED.match(text):
        text = labelled[1]
    text = _PICTURED.sub("", text)
    text = _ASIDE.sub("", _BY.sub("", text, count=1))
    return _PLACED.sub("", _DATED.sub("", text))


def _without_role(part: str) -> str:
    part = _ROLE_BEHIND.sub("", part.strip(" -–—·:,"))
    words = part.split(" ")
    half = len(words) // 2
    return " ".join(words[:half]) if half and words[:half] == words[half:] else part
