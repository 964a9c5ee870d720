"""How two articles are alike."""

from __future__ import annotations

from warehouse.values.value import Value


class PairKind(Value):
    """What the comparison of two articles found."""

    EXACT = "exact", "the same words in the same order"
    NEAR = "near", "most words of both are shared"
    EXCERPT = "excerpt", "one holds most of the other"
    PARTED = "parted", "compared again after a change, and not copies any more"


class DuplicateKind(Value):
    """How an article is like the one that it is most like."""

    EXACT = "exact", "the same words in the same order"
    NEAR = "near", "most words of both are shared"
    EXCERPT = "excerpt", "one holds most of the other"
    OWN = "own", "it is the canonical of its own cluster, again or within a wider story"
    MOVED = "moved", "it is no copy but the same article: a redirect led from one of its URLs to the other"
