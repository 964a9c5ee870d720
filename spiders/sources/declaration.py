"""Reads TOML tables into frozen dataclasses, naming file, table and key of whatever is wrong."""

from __future__ import annotations

import dataclasses
import tomllib
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from warehouse.base.errors import CopydeskError

T = TypeVar("T")
_WORDS = {str: "a string", int: "a whole number", float: "a number", bool: "true or false"}


class ConfigError(CopydeskError):
    """The configuration cannot be used: `path`, `table` and `key` say where, `problem` says what to fix."""

    def __init__(self, path: Path, table: str, key: str, problem: str):
        super().__init__(path, table, key, problem)
        self.path = path
        self.table = table
        self.key = key
        self.problem = problem

    def __str__(self) -> str:
        place = ", ".join(filter(None, [self.table and f"[{self.table}]", self.key]))
        return f"{self.path}: {place}: {self.problem}" if place else f"{self.path}: {self.problem}"


@dataclass(frozen=True)
class TablePlace:
    """A table of a file."""

    path: Path
    table: str

    def error(self, key: str, problem: str) -> ConfigError:
        return ConfigError(self.path, self.table, key, problem)

    def below(self, key: str) -> TablePlace:
        return TablePlace(self.path, f"{self.table}.{key}" if self.table else key)


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a configuration file. Raises ConfigError where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        problem = "no such file; `copydesk init` writes one, --config names another"
        raise ConfigError(path, "", "", problem) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(path, "", "", f"cannot be read: {error}") from error


def read_table(record: type[T], values: Any, place: TablePlace, **given: Any) -> T:
    """`values` as a `record`, whose fields are the known keys; `given` are fields that are no keys.

    Raises ConfigError for an unknown key, a missing one and a value of another type.
    """
    if not isinstance(values, Mapping):
        raise place.error("", "must be a table")
    hints = get_type_hints(record)
    known = [f for f in dataclasses.fields(record) if f.name not in given]  # type: ignore[arg-type]
    _refuse_unknown(values, [f.name for f in known], place)
    for name in (f.name for f in known if _required(f)):
        if name not in values:
            raise place.error(name, "is missing")
    return record(**given, **{key: _read(hints[key], value, key, place) for key, value in values.items()})


def _refuse_unknown(values: Mapping[str, Any], known: list[str], place: TablePlace) -> None:
    for key in values:
        if key not in known:
            import difflib  # here: few configurations need it

            near = difflib.get_close_matches(key, known, n=1)
            raise place.error(key, f"unknown key; did you mean {near[0]}?" if near else "unknown key")


def _required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING


def _read(hint: Any, value: Any, key: str, place: TablePlace) -> Any:
    if dataclasses.is_dataclass(hint):
        return read_table(typing.cast("type[Any]", hint), value, place.below(key))
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise place.error(key, 'must be a list, like ["…"]')
        return tuple(_read(get_args(hint)[0], item, key, place) for item in value)
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        raise place.error(key, f"must be {_WORDS[hint]}")
    if hint in (int, float) and value < 0:
        raise place.error(key, "must not be negative")
    return value
