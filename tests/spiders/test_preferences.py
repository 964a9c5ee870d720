"""Content-Usage and Content-Signal: what publishers prefer about training, and that a refusal wins."""

import json
from datetime import UTC, datetime

import pytest

from spiders.politeness.host_file import HostFile
from spiders.politeness.path_rules import MAX_WILDCARDS
from spiders.politeness.preferences import HostPreferences, training_statement
from spiders.politeness.rights import training_allowed
from spiders.politeness.robots import Robots

HOST = "https://example.org"
DRAFT = """
User-Agent: *
Allow: /
Disallow: /never/
Content-Usage: / train-ai=n
Content-Usage: /ai-ok/ train-ai=y   # but here

User-Agent: ExampleBot
Allow: /
Content-Usage: / train-ai=y
"""


def robots(text: str) -> Robots:
    return Robots(HostFile(state="rules", fetched_at=datetime(2026, 11, 22, tzinfo=UTC), text=text))


def preference(text: str, path: str = "/news/a") -> bool | None:
    return HostPreferences(text, "copydesk").of(HOST + path)


@pytest.mark.parametrize(
    ("statement", "allowed"),
    [
        ("train-ai=n", False),
        ("search=y, train-ai=y", True),
        ("train-ai=n;why=sale, search=y", False),
        ("search=yes,ai-train=no", False),
        ("Search=yes, ai-train=YES", True),
        ("search=n, ai-use=n, ai-input=no", None),
        ("train-ai, train-ai=?0, train-ai=maybe, TRAIN-AI=n", None),
        ("train-ai=y, ai-train=no", False),
        (",;=,,", None),
        ("", None),
    ],
)
def test_a_statement_is_about_training_or_says_nothing(statement: str, allowed: bool | None) -> None:
    assert training_statement(statement) is allowed


def test_the_example_of_the_draft() -> None:
    assert preference(DRAFT) is False
    assert preference(DRAFT, "/ai-ok/a") is True


def test_a_signal_without_a_path_is_for_the_whole_host() -> None:
    assert preference("User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /") is False
    assert preference("User-agent: *\ncontent-signal : ai-train=yes") is True
    assert preference("Content-Signal: ai-train=no") is False
    assert preference("User-agent: *\nContent-Signal: search=yes\n# Content-Signal: ai-train=no") is None


def test_of_two_statements_for_one_path_the_refusal_counts() -> None:
    assert preference("Content-Usage: / train-ai=n\nContent-Signal: ai-train=yes") is False
    assert preference("Content-Signal: ai-train=yes\nContent-Usage: / train-ai=n") is False


def test_a_refusal_to_one_crawler_counts_and_a_permission_to_one_does_not() -> None:
    assert preference("User-agent: GPTBot\nContent-Signal: ai-train=no") is False
    assert preference("User-agent: GPTBot\nContent-Signal: ai-train=yes") is None
    assert preference("User-agent: GPTBot\nUser-agent: copydesk\nContent-Signal: ai-train=yes") is True


def test_thousands_of_rules_are_read_and_wildcards_without_end_permit_nothing() -> None:
    text = "\n".join(f"Content-Usage: /{number} train-ai={'ny'[number % 2]}" for number in range(5_000))
    assert (preference(text, "/4998"), preference(text, "/4999"), preference(text, "/x")) == (
        False,
        True,
        None,
    )
    endless = "\n".join(f"Content-Usage: /{number}/*/ train-ai=y" for number in range(MAX_WILDCARDS + 1))
    assert preference(endless, "/1/a/b") is None


def test_paths_have_wildcards_as_in_other_rules() -> None:
    text = "User-agent: *\nContent-Usage: /*/premium$ train-ai=n\nContent-Usage: / train-ai=y"
    assert preference(text, "/news/premium") is False
    assert preference(text, "/news/premium/a") is True


def test_robots_txt_and_headers_speak_for_the_right_column() -> None:
    rules = robots("User-agent: GPTBot\nAllow: /\n\nUser-agent: *\nContent-Signal: ai-train=no")
    assert rules.refusal(f"{HOST}/a") is None, "it is requested all the same"
    assert rules.allows_ai(f"{HOST}/a") is False
    assert training_allowed(json.dumps([["Content-Usage", "train-ai=n"]]), {}) is False
    assert training_allowed(json.dumps([["content-signal", "ai-train=yes"]]), {}) is True
    both = json.dumps([["Content-Signal", "ai-train=yes"], ["X-Robots-Tag", "noai"]])
    assert training_allowed(both, {}) is False


@pytest.mark.parametrize(
    "text", ["Content-Usage: " * 20_000, "content-usage:/" + " " * 400_000, "a:" * 250_000]
)
def test_a_file_that_means_nothing_says_nothing(text: str) -> None:
    assert preference(text) is None
