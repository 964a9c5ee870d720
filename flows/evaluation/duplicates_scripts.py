"""Labelled sets in scripts without spaces between words: Chinese, Japanese, Thai.

The true texts at hand hold six Japanese articles and none of the others, too few for a figure. So these texts
are made up: words of a small vocabulary, drawn by the law of Zipf, in sentences with the marks of their
script (Thai has none: a space ends a phrase). They say how much of an edited text is found again where words
must be cut by length; of how phrases repeat in a real language they say nothing, except for the templated
reports among them, which differ in place and figures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from flows.evaluation.duplicates_cases import BEGIN, Labelled, copies_of, numbered

_VOCABULARY = 3_000
_STORIES = 60
_FOREIGN = 12
_REPORTS = 20


@dataclass(frozen=True)
class Script:
    """How one language is written: its characters, word lengths, marks, and a report with blanks."""

    name: str
    characters: str
    word: tuple[int, int]
    comma: str
    stop: str
    report: str
    towns: tuple[str, ...]


def _span(first: int, last: int) -> str:
    return "".join(map(chr, range(first, last + 1)))


SCRIPTS = (
    Script(
        "Chinese",
        _span(0x4E00, 0x51FF),
        (1, 3),
        "，",
        "。",
        "{town}气象台预报，今天白天最高气温{a}摄氏度，夜间最低气温{b}摄氏度，降水概率为百分之{c}，西北风{d}到{e}级。"
        "空气质量指数为{f}，紫外线强度{g}级，相对湿度{h}%，适合户外活动。明天的最高气温约为{i}摄氏度，请市民出行前留意最新预警信息。",
        ("临江", "海滨", "东山", "北川", "南湖", "西宁", "长乐", "永安"),
    ),
    Script(
        "Japanese",
        _span(0x3041, 0x3090) * 3 + _span(0x4E00, 0x4FFF),
        (1, 4),
        "、",
        "。",
        "{town}地方気象台によると、きょうの最高気温は{a}度、最低気温は{b}度の見込みで、降水確率は{c}パーセントです。"
        "北西の風は{d}メートルから{e}メートル、湿度は{h}パーセントとなるでしょう。あすの最高気温は{i}度の予想です。外出の際は最新の情報に注意してください。",
        ("港南", "青葉", "松本", "花巻", "白浜", "三島", "小樽", "高岡"),
    ),
    Script(
        "Thai",
        _span(0x0E01, 0x0E2E) + "ะาิีึืุูเแโใไ" * 2,
        (2, 7),
        " ",
        " ",
        "กรมอุตุนิยมวิทยาพยากรณ์อากาศจังหวัด{town}วันนี้ อุณหภูมิสูงสุด{a}องศาเซลเซียส อุณหภูมิต่ำสุด{b}องศาเซลเซียส "
        "โอกาสเกิดฝนร้อยละ{c}ของพื้นที่ ลมตะวันตกเฉียงใต้ความเร็ว{d}ถึง{e}กิโลเมตรต่อชั่วโมง ความชื้นสัมพัทธ์ร้อยละ{h} "
        "พรุ่งนี้อุณหภูมิสูงสุดประมาณ{i}องศา ขอให้ประชาชนติดตามประกาศอย่างใกล้ชิดก่อนออกเดินทาง",
        ("เชียงใหม่", "ขอนแก่น", "ระยอง", "ตราด", "น่าน", "เลย", "สงขลา", "ยะลา"),
    ),
)


def script_stories(script: Script, seed: int, copies: int = 6) -> list[Labelled]:
    """Stories of one script with edited copies of each, amid templated reports."""
    rng = Random(f"{script.name} {seed}")
    text = _writer(script, rng)
    foreign = [text() for _ in range(_FOREIGN)]
    rows = [
        row
        for number in range(_STORIES)
        for row in copies_of(f"story-{number}", text(), foreign, copies, rng)
    ]
    rows += [
        Labelled("", _report(script, rng), BEGIN, f"report-{number}", "templated")
        for number in range(_REPORTS)
    ]
    return numbered(rows, rng)


def _writer(script: Script, rng: Random) -> Callable[[], str]:
    """Writes a text of eight to twenty paragraphs at each call."""
    words = ["".join(rng.choices(script.characters, k=rng.randint(*script.word))) for _ in range(_VOCABULARY)]
    weights = [1 / (rank + 4) for rank in range(_VOCABULARY)]

    def sentence() -> str:
        clauses = [
            "".join(rng.choices(words, weights, k=rng.randint(5, 9))) for _ in range(rng.randint(1, 3))
        ]
        return script.comma.join(clauses) + script.stop

    def paragraph() -> str:
        return "".join(sentence() for _ in range(rng.randint(1, 4))).strip()

    return lambda: "\n".join(paragraph() for _ in range(rng.randint(8, 20)))


def _report(script: Script, rng: Random) -> str:
    figures = {letter: str(rng.randint(2, 79)) for letter in "abcdefghi"}
    return script.report.format(town=rng.choice(script.towns), **figures)
