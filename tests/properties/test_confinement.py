"""A table function that may write is found however its call is written, and no text is too odd to look at."""

from __future__ import annotations

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from warehouse.query.table_functions import writing_function

WRITING = ("enable_logging", "enable_profiling", "json_execute_serialized_sql", "query", "checkpoint")
GAPS = st.lists(
    st.sampled_from([" ", "\t", "\n", "\N{NO-BREAK SPACE}", "\N{IDEOGRAPHIC SPACE}", "/* ( */", "-- ;\n"]),
    max_size=4,
).map("".join)
BEFORE = st.sampled_from(
    ["FROM ", "SELECT 'é', * FROM ", "FROM system.main.", "WITH x AS (FROM ", "PIVOT ", "SELECT 'ß;' ; FROM "]
)


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, str]:
    name = draw(st.sampled_from(WRITING))
    chance = draw(st.lists(st.booleans(), min_size=len(name), max_size=len(name)))
    written = "".join(c.upper() if up else c for c, up in zip(name, chance, strict=True))
    quote = draw(st.sampled_from(["", '"']))
    return name, f"{draw(BEFORE)}{quote}{written}{quote}{draw(GAPS)}('x')"


@given(calls())
def test_a_call_that_may_write_is_found_however_it_is_written(call: tuple[str, str]) -> None:
    name, sql = call
    assert writing_function(sql) == name


@given(st.text(max_size=80))
def test_any_text_can_be_looked_at(text: str) -> None:
    try:
        writing_function(text)
    except duckdb.Error:
        return
