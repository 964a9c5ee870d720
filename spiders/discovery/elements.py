"""From the text of one entry to an element from which its fields can be read.

Observed: bare ampersands in URLs (`?cat=1&id=101`), HTML's entities that XML does not know, control
characters, `<` in titles, prefixes that nobody declared, HTML in descriptions that is no XML. The rule: what
has one meaning only is repaired first (an ampersand that begins no entity is one; an entity of HTML is its
character). An entry that is still no XML is read by its plain fields alone, those that hold text and no
markup and whose end is there; its description is lost and its URL is not. An entity that the document
declares is never expanded: it stands as U+FFFD, and a URL that holds one is not used.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from html.entities import html5
from xml.sax.saxutils import quoteattr

from lxml import etree

MAX_ENTRY_BYTES = 1_000_000
MAX_REPAIRED_BYTES = 200_000
"""A longer entry is no XML from there on, and is read by the plain fields before."""
MAX_PREFIXES = 100
UNKNOWN = "\ufffd"
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REPAIRED = re.compile(
    r"(?P<cdata><!\[CDATA\[)|&(?:(?P<body>#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});)?|<(?![A-Za-z_/!?])"
)
_PREFIX = re.compile(r"[<\s]/?([A-Za-z_][\w.-]*):[\w.-]+(?=[\s=/>])")
_TAG = re.compile(r"<(?P<name>[\w.-]+(?::[\w.-]+)?)(?P<attributes>\s[^<>]*)?>")
_ATTRIBUTE = re.compile(r"""([\w.-]+(?::[\w.-]+)?)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_CONTAINERS = frozenset({"source", "image", "author", "contributor", "textinput", "group"})
"""Elements whose links are not the entry's."""


@dataclass(frozen=True)
class Context:
    """What stands around every entry of a document: namespaces, xml:base and xml:lang, as attributes.

    `declared` are the names of the entities that the document declares.
    """

    attributes: str = ""
    prefixes: Collection[str] = ()
    declared: Collection[str] = ()


def element_of(entry: bytes, context: Context) -> etree._Element | None:
    """The element of an entry that is XML as it stands; None for any other."""
    text = entry[:MAX_ENTRY_BYTES].decode("utf-8", "replace")
    with suppress(etree.XMLSyntaxError):
        return _parse(text, context.attributes, recover=False)
    return None


def repaired(entry: bytes, context: Context) -> etree._Element | None:
    """The element of an entry after its repair, or of its plain fields; None where nothing of it can be read.

    It takes about a second a megabyte.
    """
    text = _repair(entry[:MAX_REPAIRED_BYTES].decode("utf-8", "replace"), context.declared)
    attributes = f"{context.attributes} {_undeclared(text, context)}"
    with suppress(etree.XMLSyntaxError):
        return _parse(text, attributes, recover=False)
    name = re.match(r"<([\w.:-]+)", text)
    fields = "".join(_plain_fields(text[1:]))
    if name and fields:
        with suppress(etree.XMLSyntaxError):
            return _parse(f"<{name[1]}>{fields}</{name[1]}>", attributes, recover=True)
    return None


def _parse(text: str, attributes: str, recover: bool) -> etree._Element | None:
    parser = etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(f"<e {attributes}>{text}</e>", parser)
    return root[0] if root is not None and len(root) else None


def _repair(text: str, declared: Collection[str]) -> str:
    text = _CONTROL.sub("", text)
    if "&" not in text and "<![" not in text and not re.search(r"<(?![A-Za-z_/!?])", text):
        return text
    parts, position = [], 0
    is_open = True
    while found := _REPAIRED.search(text, position):
        parts.append(text[position : found.start()])
        position = found.end()
        if not found["cdata"]:
            parts.append(_meant(found, declared))
            continue
        end = text.find("]]>", position) if is_open else -1
        is_open = end >= 0
        position = end + 3 if is_open else position
        parts.append(text[found.start() : position])
    return "".join([*parts, text[position:]])


def _meant(found: re.Match[str], declared: Collection[str]) -> str:
    """What a `&` or `<` that was found in text stands for, as XML."""
    if found[0] == "<":
        return "&lt;"
    body = found["body"]
    if body is None:
        return "&amp;"
    if body in _XML_NAMES:
        return found[0]
    if body.startswith("#"):
        number = int(body[2:], 16) if body[1] in "xX" else int(body[1:])
        return f"&#{number};" if _is_character(number) else ""
    if body in declared:
        return UNKNOWN
    character = html5.get(f"{body};")
    return character.replace("&", "&amp;").replace("<", "&lt;") if character else f"&amp;{body};"


def _is_character(number: int) -> bool:
    """Whether XML 1.0 has a character of the number."""
    return (
        number in (9, 10, 13)
        or 32 <= number < 0xD800
        or 0xE000 <= number < 0xFFFE
        or 0x10000 <= number < 0x110000
    )


def _undeclared(text: str, context: Context) -> str:
    """Declarations of the prefixes that an entry uses and nobody declares."""
    used = {found[1] for found in _PREFIX.finditer(text)} - {"xml", "xmlns", *context.prefixes}
    own = set(re.findall(r"\sxmlns:([\w.-]+)\s*=", text))
    return " ".join(f'xmlns:{prefix}="{prefix}"' for prefix in sorted(used - own)[:MAX_PREFIXES])


def _plain_fields(text: str) -> Iterator[str]:
    """The fields of a broken entry that hold nothing but text, and empty ones."""
    position, is_open = 0, True
    unclosed: set[str] = set()
    while found := _TAG.search(text, position):
        position = found.end()
        start_tag = f"<{found['name']} {_attributes(found['attributes'] or '')}"
        if found[0].endswith("/>"):
            yield f"{start_tag}/>"
            continue
        closing = f"</{found['name']}>"
        start = position
        if text.startswith("<![CDATA[", start):
            end = text.find("]]>", start) if is_open else -1
            is_open = end >= 0
            position = end + 3 if is_open else position
        else:
            end = text.find("<", start)
            position = end if end >= 0 else len(text)
        if text.startswith(closing, position):
            position += len(closing)
            yield f"{start_tag}>{text[start:position]}"
        elif found["name"].lower().rpartition(":")[2] in _CONTAINERS - unclosed:
            behind = text.find(closing, position)
            position = behind + len(closing) if behind >= 0 else position
            unclosed |= {found["name"].lower().rpartition(":")[2]} if behind < 0 else set()


def _attributes(written: str) -> str:
    """The attributes of a tag in order: quoted, and each once."""
    found = {name: a or b or c for name, a, b, c in _ATTRIBUTE.findall(written.rstrip("/ "))}
    return " ".join(f"{name}={quoteattr(unescape(value))}" for name, value in found.items())
