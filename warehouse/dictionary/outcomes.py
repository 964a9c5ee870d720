"""The page docs/outcomes.md: outcomes and reasons, what each means and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.dictionary.markdown_table import markdown_table
from warehouse.values import FetchOutcome, FetchReason, RejectionReason, RetryPolicy

_INTRODUCTION = """# Outcomes and reasons

Generated from `warehouse/values` by `python -m warehouse.dictionary docs`; do not edit.

Every URL that a run sees gets one row in `fetches`, with an outcome and its reason. A page that was fetched
and became no article gets one in `rejections`. `copydesk explain URL` shows both; these queries count them:

```sql
SELECT outcome, reason, count(*) FROM fetches GROUP BY ALL ORDER BY ALL;
SELECT reason, count(*), any_value(url) FROM rejections GROUP BY ALL ORDER BY ALL;
```
"""
_REJECTIONS = """## Pages that were set aside

The page itself stays in `pages` for as long as pages are kept.
"""
_HTTP = "Any other `http_NNN`: the server returned that HTTP status, and the outcome is `failed`.\n"


def outcomes_page() -> str:
    """The whole page."""
    return "\n".join([_INTRODUCTION, *_outcomes(), *_rejections()]).rstrip() + "\n"


def _outcomes() -> Iterator[str]:
    for outcome in FetchOutcome:
        yield f"## {outcome}\n"
        yield f"{outcome.meaning[0].upper()}{outcome.meaning[1:]}.\n"
        reasons = [reason for reason in FetchReason if reason.outcome is outcome]
        rows = [(f"`{reason}`", reason.meaning, reason.advice, f"`{reason.retry}`") for reason in reasons]
        yield from markdown_table(("reason", "meaning", "what to do", "requested again"), rows)
    yield _HTTP
    yield "## When a URL is requested again\n"
    yield from markdown_table(
        ("policy", "meaning"), [(f"`{policy}`", policy.meaning) for policy in RetryPolicy]
    )


def _rejections() -> Iterator[str]:
    yield _REJECTIONS
    rows = [(f"`{reason}`", reason.meaning, reason.advice) for reason in RejectionReason]
    yield from markdown_table(("reason", "meaning", "what to do"), rows)
