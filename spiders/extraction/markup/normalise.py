"""Write text in the elements that extractors read it from.

Theory. trafilatura reads paragraphs, headings, lists, quotes and tables. Editors and old systems write text
otherwise, and it is lost in silence: a paragraph in a `div` among paragraphs, or in no element of its own;
a dateline or a sentence in `b` or `u` that stands loose beside them; a list in the cell of a table; a whole
article in an `aside`; how a word is read, above it (`ruby`); code, a table or a quote in a `figure`, which
is for pictures to trafilatura; pictures of a gallery that are hidden until their turn. Each is rewritten as
what it is, judged by what stands around it. Exceptions: an element that holds blocks of its own is left
alone, and so are `div`s that outnumber the paragraphs, which trafilatura mostly reads itself; where it did
not, they are rewritten and it looks again (`paragraphs_in_divs`). A mistake adds a line.
"""

from __future__ import annotations

from lxml import etree, html

from spiders.extraction.markup.leaves import says, text_of

MIN_CHARS = 60
MIN_LOOSE_LETTERS = 4
MIN_PARAGRAPHS = 3
MAX_LINKED = 0.5

_INLINE = frozenset(
    {"b", "i", "em", "strong", "u", "span", "font", "q", "cite", "small", "mark", "big", "code"}
)
_BLOCKS = frozenset(
    {"p", "div", "ul", "ol", "table", "blockquote", "h2", "h3", "h4", "h5", "figure", "pre", "hr"}
)
_FIGURED = ("pre", "table", "blockquote")
_HOLDERS = frozenset({"div", "section", "article", "main", "td", "body", "blockquote"})


def normalise(tree: html.HtmlElement) -> None:
    """Rewrite text that stands in unusual elements, in place."""
    for aside in tree.iter("aside"):
        if aside.find(".//h1") is not None:
            aside.tag = "div"
    for ruby in list(tree.iter("ruby")):
        _write_out(ruby)
    for figure in list(tree.iter("figure")):
        figure.attrib.pop("style", None)
        if (
            next(figure.iter(*_FIGURED), None) is not None
            and next(figure.iter("img", "picture"), None) is None
        ):
            figure.tag = "div"
    for heading in list(tree.iter("h1")):
        for around in heading.iterancestors("span"):  # what holds a heading is no part of a line
            around.tag = "div"
        if len((heading.tail or "").strip()) >= MIN_CHARS:
            _wrap_text(heading.getparent(), heading)
    for items in list(tree.iter("ul", "ol")):
        parent = items.getparent()
        if parent is not None and parent.tag in ("td", "th"):
            _unlist(items)
    for quote in tree.iter("blockquote"):
        _write_in_lines(quote)
    for holder in dict.fromkeys(p.getparent() for p in tree.iter("p")):
        if holder is not None and holder.tag in _HOLDERS:
            _wrap_loose(holder)


def paragraphs_in_divs(holder: html.HtmlElement) -> list[html.HtmlElement]:
    """The `div`s of an element with paragraphs that are paragraphs themselves."""
    if holder.tag not in _HOLDERS:
        return []
    return [child for child in holder.iterchildren("div") if _is_paragraph(child)]


def as_paragraph(div: html.HtmlElement) -> None:
    """Rewrite a `div` as a paragraph, in place."""
    etree.strip_tags(div, "div")
    div.tag = "p"


def _write_out(ruby: html.HtmlElement) -> None:
    """A word whose pronunciation stands above it, with the pronunciation in brackets behind it."""
    if next(ruby.iter("rp"), None) is None:
        for above in ruby.iter("rt"):
            above.text, above.tail = f"（{above.text or ''}", f"）{above.tail or ''}"
    for part in list(ruby.iter("rb", "rt", "rtc", "rp")):
        part.drop_tag()
    ruby.drop_tag()


def _write_in_lines(quote: html.HtmlElement) -> None:
    """The paragraphs of a quote as lines of it: outside of an `article`, quotes with paragraphs are lost."""
    paragraphs = list(quote.iterchildren("p"))
    if not paragraphs or next(quote.iterancestors("article"), None) is not None:
        return
    for paragraph in paragraphs:
        paragraph.addnext(html.Element("br"))
        paragraph.addprevious(html.Element("br"))
        paragraph.drop_tag()


def _unlist(items: html.HtmlElement) -> None:
    """The items of a list in a cell as its paragraphs."""
    for item in items.iterchildren("li"):
        item.tag = "p"
    items.drop_tag()


def _wrap_loose(holder: html.HtmlElement) -> None:
    """Text beside an element's paragraphs as paragraphs."""
    divs = [
        child for child in holder.iterchildren("div", "center") if says(child.text) and _is_paragraph(child)
    ]
    if max(MIN_PARAGRAPHS, len(divs) + 1) <= sum(1 for _ in holder.iterchildren("p")):
        for div in divs:
            as_paragraph(div)
    for child in list(holder):
        if child.tag in _INLINE and child.getparent() is holder and _stands_alone(child):
            _wrap(child)
    if holder.tag == "blockquote":  # is read as one
        return
    if len((holder.text or "").strip()) >= MIN_CHARS:
        _wrap_text(holder, None)
    for child in list(holder):
        if child.tag in _BLOCKS and len((child.tail or "").strip()) >= MIN_CHARS:
            _wrap_text(holder, child)


def _is_paragraph(element: html.HtmlElement) -> bool:
    """Whether a `div` beside paragraphs is one: running text without blocks of its own, mostly not linked."""
    if not _is_inline(_innermost(element)):
        return False
    text = "".join(text_of(element).split())
    linked = sum(len("".join(text_of(link).split())) for link in element.iter("a"))
    return len(text) >= MIN_CHARS and linked <= MAX_LINKED * len(text)


def _innermost(div: html.HtmlElement) -> html.HtmlElement:
    """The `div` that is all of this one; bare ones are wrapped around each other."""
    while len(div) == 1 and div[0].tag == "div" and not div[0].attrib and not says(div.text, div[0].tail):
        div = div[0]
    return div


def _stands_alone(element: html.HtmlElement) -> bool:
    """Whether an inline element begins a line of its own, between blocks, and says something."""
    before = element.getprevious()
    lead = (before.tail if before is not None else element.getparent().text) or ""
    if (
        lead.strip()
        or (before is not None and before.tag in (*_INLINE, "a", "br"))
        or not _is_inline(element)
    ):
        return False
    return sum(map(str.isalnum, text_of(element))) >= MIN_LOOSE_LETTERS


def _wrap(element: html.HtmlElement) -> None:
    """Put an inline element, and what follows in its line, into a paragraph."""
    line = html.Element("p")
    element.addprevious(line)
    while element is not None and (element.tag in _INLINE or element.tag == "a"):
        following = element.getnext()
        line.append(element)
        if following is None or following.tag not in (*_INLINE, "a"):
            break
        element = following


def _wrap_text(holder: html.HtmlElement, before: html.HtmlElement | None) -> None:
    """Put the text that a holder begins with, or that follows one of its blocks, into a paragraph, with the
    inline elements of its line."""
    line = html.Element("p")
    if before is None:
        line.text, holder.text = holder.text, None
        holder.insert(0, line)
    else:
        line.text, before.tail = before.tail, None
        before.addnext(line)
    while (following := line.getnext()) is not None and (
        following.tag in _INLINE or following.tag in ("a", "br")
    ):
        line.append(following)


def _is_inline(element: html.HtmlElement) -> bool:
    return all(inner.tag in _INLINE or inner.tag in ("a", "br", "img") for inner in element.iterdescendants())
