"""Kinds of blocks, and of what was cut."""

from __future__ import annotations

from warehouse.values.value import Value


class BlockKind(Value):
    """What a block of a page is; those from `caption` to `foreign` are set apart by the page."""

    PARAGRAPH = "paragraph", "a paragraph"
    HEADING = "heading", "a heading"
    LIST_ITEM = "list_item", "an item of a list"
    QUOTE = "quote", "a quotation"
    TABLE = "table", "a row of a table"
    CODE = "code", "code, with its line breaks"
    CAPTION = "caption", "the caption of a picture"
    RELATED = "related", "a link to another story"
    NEWSLETTER = "newsletter", "a pitch for a newsletter or subscription"
    AUTHOR_BOX = "author_box", "a box about the author"
    PULL_QUOTE = "pull_quote", "a quotation of the text's own words"
    FOREIGN = "foreign", "before, after or beside the story and not of it"
    CONTINUED = "continued", "a line that goes on with the block before it (`line_kinds` only)"


class CutKind(Value):
    """What a block was cut as."""

    PROMO = "promo", "a pitch for the site itself"
    NEWSLETTER = "newsletter", "a pitch for a newsletter or subscription"
    RELATED = "related", "links to other stories, or the heading above them"
    LEGAL = "legal", "a copyright or legal line"
    FORM = "form", "the words of a comment form or login"
    CREDIT = "credit", "who reported, edited or provided it"
    CONTACT = "contact", "how to reach the newsroom"
    LABEL = "label", "a label: advertisement, tags, reading time"
    REPEATED = "repeated", "cut for its repetition alone"
    CAPTION = "caption", "set apart by the page: the caption of a picture"
    AUTHOR_BOX = "author_box", "set apart by the page: a box about the author"
    PULL_QUOTE = "pull_quote", "set apart by the page: a quotation of the text's own words"
    FOREIGN = "foreign", "before, after or beside the story and not of it"


class CutPlace(Value):
    """Where a block stood that was cut."""

    HEAD = "head", "at the beginning of the text"
    TAIL = "tail", "at the end of the text"
    BETWEEN = "between", "between paragraphs of the story"
