"""Plots as SVG images inside of the page: no script, no request, readable on a light and a dark page.

pygal draws; what it adds for browsers with scripts, and its comments, are taken out again.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence

import pygal
from lxml import etree
from pygal.style import Style

_COLORS = ("#4c78a8", "#f58518", "#54a24b", "#b279a2", "#e45756", "#72b7b2", "#eeca3b", "#9d755d")
_DARK = "inline:@media (prefers-color-scheme: dark) { text { fill: #ccc !important; } }"
MOST_SERIES = len(_COLORS)
"""Series that are told apart by colour; the others are added up as one."""


def stacked_bars(
    labels: Sequence[str], series: Mapping[str, Sequence[int]], colors: Mapping[str, str] | None = None
) -> str:
    """A bar for each label, a part for each series, as a `data:` URL of an SVG image.

    `colors` has the colour of each series, by name, where the series mean something by themselves.
    """
    shown = _largest(series)
    chart = pygal.StackedBar(
        style=_style(tuple(colors[name] for name in shown) if colors else _COLORS),
        css=["file://style.css", "file://graph.css", _DARK],
        js=[],
        width=900,
        height=280,
        margin=4,
        legend_at_bottom=True,
        show_legend=len(series) > 1,
        show_minor_x_labels=False,
        truncate_legend=24,
        truncate_label=-1,
        order_min=0,
        no_data_text="nothing yet",
    )
    chart.x_labels = labels
    chart.x_labels_major = list(labels)[:: max(1, len(labels) // 10)]
    for name, values in shown.items():
        chart.add(name, list(values))
    return _image(chart.render_tree())


def _style(colors: Sequence[str]) -> Style:
    return Style(
        background="transparent",
        plot_background="transparent",
        foreground="#555",
        foreground_strong="#333",
        foreground_subtle="#999",
        guide_stroke_color="#9995",
        major_guide_stroke_color="#9995",
        opacity="1",
        colors=colors,
        font_family="system-ui, sans-serif",
        label_font_size=13,
        major_label_font_size=13,
        legend_font_size=13,
    )


def _largest(series: Mapping[str, Sequence[int]]) -> dict[str, Sequence[int]]:
    ranked = sorted(series, key=lambda name: (-sum(series[name]), name))
    if len(ranked) <= MOST_SERIES:
        return {name: series[name] for name in sorted(ranked)}
    shown = {name: series[name] for name in sorted(ranked[: MOST_SERIES - 1])}
    others = [series[name] for name in ranked[MOST_SERIES - 1 :]]
    return {**shown, f"{len(others)} others": [sum(values) for values in zip(*others, strict=True)]}


def _image(svg: etree._Element) -> str:
    for element in [*svg.iter("{*}script", "script", etree.Comment)]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return "data:image/svg+xml;base64," + base64.b64encode(etree.tostring(svg)).decode()
