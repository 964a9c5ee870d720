"""One name for one thing: classes are unique over the project, and words that were retired stay out.

The words are those of docs/glossary.md. They are looked for in code, docstrings, comments, messages, SQL,
templates and documents alike. What is somebody else's text, or another sense of a word, is an exception with
its reason.
"""

import ast
import re
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

ROOTS = ("spiders", "flows", "dedupe", "warehouse")

RETIRED = {
    r"\baddress(es)?\b|_address|address_": "URL",
    r"\b(ask|asks|asked|asking) (for|again)\b|_asked\b|\b_ask": "request",
    r"\banswer(s|ed|ing)?\b|_answer": "response, result",
    r"\bfurniture\b|\bstrangers?\b|with_\w+_apart": "boilerplate, and its kinds",
    r"\bmend(s|ed|ing)?\b|\bsound(ness)? (cop|file|run|snapshot)|\bsoundness\b": "repair, undamaged",
    r"\banew\b|\bmade again\b": "rebuild, re-extract, re-clean",
    r"\bpatience\b|\bowed\b|\bOWED\b": "retry, backoff, Retry-After",
    r"\bwhat became\b|\bbecame of\b|\btelling\b|\buntold\b": "outcome, report",
    r"\bleft to people\b|keep_in_order|\bforesee|\brelead|\bstands_for\(|upon another": "plain English",
    r"\bleaders?\b": "canonical",
}
"""Words of the glossary's other side, and what to say for them."""

OTHER_SENSES = {
    r"(IP|IPv6|ip|[Ee]-?mail|private|resolved|link-local)[ _]?address|address space": "not of a page",
    r"server_address|\"address\"|</?address>": "names of others: Python's, HTML's",
    r"ALLOWED_FAILURES": "a setting of Dask",
    r"[Aa]nswer (an )?assistant|answers the questions of an assistant|\| tool \| answers": "tools of MCP",
}
"""Lines in which such a word is meant as it is said, and why."""

OTHERS_TEXT = {
    "tests/test_names.py": "the list itself",
    "docs/glossary.md": "the list for people",
    "flows/evaluation/duplicates_": "made-up stories",
    "dedupe/blocks/phrases.py": "phrases of pages",
    **dict.fromkeys(
        (
            "spiders/network/",
            "spiders/middlewares/guard.py",
            "spiders/identity/urls.py",
            "flows/sources/allow_line.py",
        ),
        "it deals with IP addresses",
    ),
    "dedupe/articles/decision/": "questions and answers of an interview are one of its signs",
    "spiders/extraction/walls/words.py": "phrases of pages",
    "tests/spiders/test_resolver.py": "it deals with IP addresses",
    "tests/spiders/test_network.py": "it deals with IP addresses",
    **dict.fromkeys(
        (
            "tests/dedupe/test_verify.py",
            "tests/flows/test_reread.py",
            "tests/flows/test_wire_story.py",
            "tests/site_software/stories.py",
            "tests/spiders/test_pagetype.py",
        ),
        "made-up stories and pages",
    ),
}
"""Files whose words are not ours to choose, and why."""

PROSE = {".py", ".sql", ".md", ".html", ".toml", ".yaml", ".yml"}


def tracked() -> list[Path]:
    """What is under version control and written by us: beside their code, tests hold pages and sites."""
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True, text=True).stdout
    return [
        path
        for name in listed.split("\0")
        if (path := Path(name)).suffix in PROSE
        and (path.parts[0] != "tests" or path.suffix == ".py")
        and path.exists()
    ]


def retired_words(line: str) -> list[str]:
    """The retired words that a line uses in no other sense."""
    for pattern in OTHER_SENSES:
        line = re.sub(pattern, "", line)
    spaced = line.replace("_", " ")
    return [
        found[0] for pattern in RETIRED if (found := re.search(pattern, line) or re.search(pattern, spaced))
    ]


def test_a_class_has_a_name_of_its_own() -> None:
    places = defaultdict(list)
    for path in (path for root in ROOTS for path in sorted(Path(root).rglob("*.py"))):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(path))
    assert len(places) > 200
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}


@pytest.mark.parametrize(
    "text",
    [
        "the furniture of a site",
        "signed anew",
        "to mend what can be mended",
        "# the page's address",
        "-- asked for",
    ],
)
def test_a_retired_word_is_seen(text: str) -> None:
    assert retired_words(text)


@pytest.mark.parametrize(
    "text", ["an email address", "blocked/private_address", "amended", "the URL is requested"]
)
def test_another_sense_is_none(text: str) -> None:
    assert not retired_words(text)


def test_retired_words_stay_out() -> None:
    files = [path for path in tracked() if not str(path).startswith(tuple(OTHERS_TEXT))]
    assert {path.suffix for path in files} == PROSE
    lines = [
        f"{path}:{number}: {', '.join(words)}: {line.strip()}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (words := retired_words(line))
    ]
    assert lines == []
