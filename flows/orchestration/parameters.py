"""The parameters of the flows: what they mean and what they may be, for Prefect's page and for the run."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationError

from flows.display.plain import plain
from flows.sources.shards import NotAShard, Shard


def _folder(path: Path) -> Path:
    if path.exists() and not path.is_dir():
        raise ValueError(f"{path} is not a folder")
    return path


def _no_folder(path: Path) -> Path:
    if path.is_dir():
        raise ValueError(f"{path} is a folder")
    return path


def _shard(text: str) -> str:
    try:
        Shard.parse(text)
    except NotAShard as error:
        raise ValueError(str(error)) from error
    return text


Data = Annotated[Path, AfterValidator(_folder), Field(description="The data folder, where the worker runs.")]
Config = Annotated[
    Path,
    AfterValidator(_no_folder),
    Field(description="The configuration (sources.toml), where the worker runs."),
]
Fetch = Annotated[bool, Field(description="Crawl; without it only pages that wait in landing are landed.")]
Workers = Annotated[
    int, Field(ge=0, le=256, description="Extraction processes; 0 is the configured number, or one a core.")
]
Groups = Annotated[
    list[str],
    Field(description="Only sources of these groups; 'shared' are those without one. Empty: all sources."),
]
ShardOf = Annotated[
    str,
    AfterValidator(_shard),
    Field(description="Only this shard, like 2/3, of the sites (backfill: of the archives). 1/1: all."),
]
SourceName = Annotated[str | None, Field(description="Only articles of this source. Empty: all.")]
Archives = Annotated[
    list[str],
    Field(
        min_length=1,
        description="WARC files, folders and lists of them, or patterns like CC-NEWS-202611*.gz.",
    ),
]
Below = Annotated[
    Path | None, Field(description="The folder of a list's archives. Empty: that of the list itself.")
]
Hosts = Annotated[list[str], Field(description="Only pages of these hosts and below. Empty: all.")]
Since = Annotated[date | None, Field(description="Only pages captured on this day or later.")]
Until = Annotated[date | None, Field(description="Only pages captured on this day or earlier.")]
ImportedSource = Annotated[
    str | None, Field(description="The source of all pages. Empty: each page's domain.")
]


def what_is_wrong(error: ValidationError) -> str:
    """One line: each parameter that is wrong, and why."""
    return plain("; ".join(f"parameter {_name(one['loc'])}: {_why(one)}" for one in error.errors()))


def _name(place: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in place)


def _why(error: object) -> str:
    assert isinstance(error, dict)
    message = str(error["msg"]).removeprefix("Value error, ")
    return message if error["type"] == "value_error" else f"{message}, not {error['input']!r}"
