"""`python -m warehouse.dictionary docs` writes `data-dictionary.md`, `outcomes.md` and `schema/<table>.json`.

A test fails when the committed files say something else than the records do.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from warehouse.dictionary.data_dictionary import markdown
from warehouse.dictionary.outcomes import outcomes_page
from warehouse.dictionary.row_schema import json_schema
from warehouse.tables import TABLES


def write(docs: Path) -> None:
    """Write the generated pages and the schemas under a folder."""
    (docs / "schema").mkdir(parents=True, exist_ok=True)
    (docs / "data-dictionary.md").write_text(markdown(), encoding="utf-8")
    (docs / "outcomes.md").write_text(outcomes_page(), encoding="utf-8")
    for table in TABLES:
        text = json.dumps(json_schema(table), indent=2, ensure_ascii=False)
        (docs / "schema" / f"{table}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
