"""The rows of tables that hold data, told from those that lay out a page.

Theory. A table of results or prices belongs to the story that it stands in, at its end as well; a table that
lays out a page holds menus and other stories there. A table of data is a grid: at least two rows, nearly all
of them of equally many cells with text, two at least, which are short and hardly ever linked, with no table
and nothing to type within. Known exceptions: tables of one column, and those whose every cell is a link
(results with a page each). A mistake costs the rows at the end of a text, or adds some of a menu.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice

from lxml import html

from spiders.extraction.body.scope import squeezed
from spiders.extraction.markup.leaves import text_of

MIN_ROWS = 2
MIN_COLUMNS = 2
MOSTLY_EQUAL = 0.75
MAX_CELL_CHARS = 80
"""Of the cells of one table, on average."""
MAX_LINKED = 0.3
MAX_TABLES = 50

_NO_DATA = ("table", "form", "input", "select", "button")


def data_rows(tree: html.HtmlElement) -> frozenset[str]:
    """The texts of all rows and captions of tables that hold data, squeezed."""
    found: set[str] = set()
    for table in islice(tree.iter("table"), MAX_TABLES):
        rows = [text for row in table.iter("tr") if (text := squeezed(text_of(row)))]
        if _holds_data(table, sum(map(len, rows))):
            found.update(rows)
            found.update(squeezed(text_of(caption)) for caption in table.iter("caption"))
    return frozenset(found)


def _holds_data(table: html.HtmlElement, chars: int) -> bool:
    if any(inner is not table for inner in table.iter(*_NO_DATA)):
        return False
    widths = Counter(filter(None, map(_cells, table.iter("tr"))))
    width, rows = next(iter(widths.most_common(1)), (0, 0))
    if width < MIN_COLUMNS or rows < max(MIN_ROWS, MOSTLY_EQUAL * widths.total()):
        return False
    linked = sum(len(squeezed(text_of(link))) for link in table.iter("a"))
    return chars <= MAX_CELL_CHARS * width * rows and linked <= MAX_LINKED * chars


def _cells(row: html.HtmlElement) -> int:
    return sum(1 for cell in row.iterchildren("td", "th") if text_of(cell).strip())
