"""`make bench`: every benchmark in turn. Each prints its figures side by side, measured in one run.

`python -m benchmarks NAME …` runs only those named. Exits with the number of benchmarks that failed.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(names: list[str]) -> int:
    found = sorted(path.parent.name for path in HERE.glob("*/run.py"))
    unknown = sorted(set(names) - set(found))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are: {', '.join(found)}")
        return 2
    failed = 0
    for name in names or found:
        print(f"\n## {name}\n", flush=True)
        done = subprocess.run([sys.executable, str(HERE / name / "run.py")], check=False)
        failed += done.returncode != 0
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
