"""The values that columns may hold: enums whose members are the stored texts, each with its meaning.

Rows hold plain texts, since a lake may have been written by another version: an enum is made of one where
something is decided by it.
"""

from warehouse.values.article import (
    ArticleFlag,
    AuthorsOrigin,
    Change,
    DateOrigin,
    DatePrecision,
    IdentityReason,
    TitleOrigin,
    WallKind,
)
from warehouse.values.boilerplate import BlockKind, CutKind, CutPlace
from warehouse.values.copies import DuplicateKind, PairKind
from warehouse.values.discovery import Discovery, FetchKind
from warehouse.values.ledger import ErasureScope, RunStatus
from warehouse.values.outcome import FetchOutcome, RetryPolicy
from warehouse.values.reason import FetchReason, retry_policy
from warehouse.values.rejection import PageGroup, RejectionReason, RejectionStage, of_group
from warehouse.values.value import Value

__all__ = [
    "ArticleFlag",
    "AuthorsOrigin",
    "BlockKind",
    "Change",
    "CutKind",
    "CutPlace",
    "DateOrigin",
    "DatePrecision",
    "Discovery",
    "DuplicateKind",
    "ErasureScope",
    "FetchKind",
    "FetchOutcome",
    "FetchReason",
    "IdentityReason",
    "PageGroup",
    "PairKind",
    "RejectionReason",
    "RejectionStage",
    "RetryPolicy",
    "RunStatus",
    "TitleOrigin",
    "Value",
    "WallKind",
    "of_group",
    "retry_policy",
]
