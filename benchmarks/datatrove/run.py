"""The whole line beside datatrove's: archives to articles, told apart from their copies, as Parquet.

    python benchmarks/datatrove/run.py [ARCHIVE.warc.gz …]    (without archives: 600 generated pages)

datatrove runs as its MinHash example does, and as its example for FineWeb does, which adds filters of
quality (`pipeline.py`), in an environment that this makes and removes; one process for each step everywhere.
Each line takes FEW of the pages, spread over all, and then all of them, which tells what its start costs and
what a page. CPU seconds are of all processes, the least of ROUNDS in which the lines take turns, since what
others do adds to them. Memory is the sum over a line's processes of what is theirs alone and their share of
the rest (PSS), at its highest.

To be fair to both: modules are compiled before, as an installation has them (a checkout without compiles a
second of copydesk's own at each start). Both extract with the same trafilatura, and datatrove's time for a
page is raised to copydesk's. Left out of the examples is what downloads lists and models: filters by URL
and by language, counts of tokens. Which of the two is the measure is arguable: copydesk decides what the
filters decide (is this an article, which of its lines are its own) by other means, and the filters drop a
third of the pages. So both ratios are printed, and the exit code is of both. Besides, copydesk does what
datatrove has no step for: metadata, identities, revisions, warehouse.
"""

from __future__ import annotations

import compileall
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow.dataset as ds
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.landing.run import generated
from benchmarks.memory import watched

PACKAGES = (
    *("datatrove==0.10.1", "trafilatura", "lxml_html_clean", "warcio", "faust-cchardet", "python-magic"),
    *("tokenizers", "spacy", "xxhash<4", "orjson", "pyarrow"),
)
PAGES = 600
FEW = 300
ROUNDS = 2
OURS = "copydesk"
TIMES_FASTER, TIMES_MEMORY = 1.8, 1.3
"""Pages a CPU second and memory that copydesk is to reach, as multiples of datatrove's."""


@dataclass(frozen=True)
class Line:
    """What a line cost: CPU seconds, MiB at the highest; and the articles that it wrote."""

    cpu: float
    mib: float
    articles: int


def main(arguments: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory() as text:
        folder = Path(text)
        given = [Path(name) for name in arguments] or [generated(folder, PAGES)]
        _compile()
        python, every = _environment(folder), _count(given)
        measured = {
            pages: _beside(folder / str(pages), given, every, pages, python) for pages in (FEW, every)
        }
    reached = [_told(pages, lines) for pages, lines in measured.items()]
    for name in measured[FEW]:
        few, all_ = measured[FEW][name], measured[every][name]
        page = (all_.cpu - few.cpu) / (every - FEW)
        print(f"{name:20}{few.cpu - page * FEW:6.1f} CPU s of start, {1000 * page:.1f} ms a page")
    return 0 if reached[-1] else 1


def _told(pages: int, lines: Mapping[str, Line]) -> bool:
    """Whether copydesk reaches its multiples of both of datatrove's lines; printed with all else."""
    print(f"{f'{pages:,} pages':20}{'articles':>10}{'CPU s':>8}{'pages/CPU s':>13}{'MiB':>6}  copydesk by it")
    ours, reached = lines[OURS], True
    for name, line in lines.items():
        faster, memory = line.cpu / ours.cpu, ours.mib / line.mib
        reached &= line is ours or (faster >= TIMES_FASTER and memory <= TIMES_MEMORY)
        told = "" if line is ours else f"  {faster:.2f} times the pages, {memory:.2f} the memory"
        print(f"{name:20}{line.articles:10,}{line.cpu:8.1f}{pages / line.cpu:13.1f}{line.mib:6.0f}{told}")
    return reached


def _beside(folder: Path, given: Sequence[Path], every: int, pages: int, python: Path) -> dict[str, Line]:
    folder.mkdir()
    archives = folder / "archives"
    _with_payload_types(given, archives, pages / every)
    rounds = []
    for number in range(ROUNDS):
        place = folder / f"round-{number}"
        place.mkdir()
        rounds.append(
            {
                OURS: _copydesk(place, archives),
                "datatrove": _datatrove(place / "datatrove", archives, python),
                "datatrove, filtered": _datatrove(place / "filtered", archives, python, "filtered"),
            }
        )
    return {name: _least([lines[name] for lines in rounds]) for name in rounds[0]}


def _least(lines: Sequence[Line]) -> Line:
    """What a line costs without what others' load adds."""
    return min(lines, key=lambda line: line.cpu)


def _count(archives: Sequence[Path]) -> int:
    return sum(
        record.rec_type == "response" for path in archives for record in ArchiveIterator(path.open("rb"))
    )


def _with_payload_types(archives: Sequence[Path], folder: Path, share: float) -> None:
    """A share of the pages in a folder, each said to be one: datatrove passes over what it is not told of."""
    folder.mkdir()
    number = 0
    for name, path in enumerate(archives):
        with path.open("rb") as source, (folder / f"{name}.warc.gz").open("wb") as target:
            writer = WARCWriter(target, gzip=True)
            for record in ArchiveIterator(source):
                if record.rec_type == "response":
                    record.rec_headers.replace_header("WARC-Identified-Payload-Type", "text/html")
                    number += 1
                    if int(number * share) > int((number - 1) * share):
                        writer.write_record(record)


def _copydesk(folder: Path, archives: Path) -> Line:
    data = folder / "data"
    command = [sys.executable, "-c", "from flows.cli import main; main()", "--data", str(data)]
    run = [*command, "run", "--direct", "--no-fetch", "--workers", "1"]
    cpu, mib = _measured([[*command, "import", str(archives)], run])
    return Line(cpu, mib, _rows(data / "lake" / "current" / "articles"))


def _compile() -> None:
    """Compile copydesk's modules, as installing it does."""
    for package in ("dedupe", "flows", "spiders", "warehouse"):
        compileall.compile_dir(Path(__file__).parents[2] / package, quiet=1)


def _environment(folder: Path) -> Path:
    """datatrove's own, loaded once so that no line pays for compiling it."""
    python = folder / "venv" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    quiet = ["--quiet", "--disable-pip-version-check"]
    subprocess.run([str(python), "-m", "pip", "install", *quiet, *PACKAGES], check=True)
    subprocess.run([str(python), "-c", "import trafilatura, spacy, datatrove.pipeline.filters"], check=True)
    return python


def _datatrove(out: Path, archives: Path, python: Path, *options: str) -> Line:
    pipeline = Path(__file__).with_name("pipeline.py")
    cpu, mib = _measured([[str(python), str(pipeline), str(archives), str(out), *options]])
    return Line(cpu, mib, _rows(out / "articles"))


def _rows(folder: Path) -> int:
    return int(ds.dataset(folder, format="parquet").count_rows())


def _measured(commands: Sequence[Sequence[str]]) -> tuple[float, float]:
    """CPU seconds of all processes of some commands, and the most MiB that one command's hold at a time."""
    before, most = resource.getrusage(resource.RUSAGE_CHILDREN), 0.0
    for command in commands:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        with watched([process.pid]) as highest:
            _, told = process.communicate()
        if process.returncode:
            raise RuntimeError(told.decode()[-2_000:])
        most = max(most, *highest)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, most


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
