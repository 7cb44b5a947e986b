"""Tables of figures with a native chart beside each: what they show stands in cells, and they can be edited."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.chart import Chart

from emg_xlsx.findings import letters
from emg_xlsx.master.live import quoted
from emg_xlsx.master.tables import Desk
from emg_xlsx.summarised import Figures
from emg_xlsx.texts import text
from emg_xlsx.xlsx import writing
from emg_xlsx.xlsx.written import Page

TABLE = 6
"""The first column of the figures, counted from 0: right of the page that is printed."""
WIDTH, ROW = 820, 20
"""Pixels a picture is wide, and a row of the sheet is high."""
AROUND = 110
"""Pixels of a picture above and below its bars: title, axis and legend."""
BAR = 34
"""Pixels of a bar and what is around it."""
FILLS: tuple[tuple[str, str | None], ...] = (
    ("#DDEBF7", None), ("#2E75B6", None), ("#F4B183", "wide_upward_diagonal"), ("#1F3864", None),
    ("#D9D9D9", "dotted_diamond"), ("#7F7F7F", "wide_downward_diagonal"), ("#FFFFFF", None), ("#BF9000", None),
    ("#A9D18E", "narrow_horizontal"), ("#9DC3E6", "large_grid"), ("#C9A227", "trellis"), ("#F2F2F2", "weave"),
)  # fmt: skip
"""Colour and pattern of the parts of a bar: told apart by lightness and pattern where colours are not seen."""


@dataclass(frozen=True, slots=True)
class _Picture:
    """One table of figures: what it shows, a line for each bar, a column for each part of it."""

    title: str
    about: str
    lines: Mapping[str, Sequence[int]]
    parts: Sequence[str]
    formulas: Sequence[Sequence[str]]


def write_pictures(desk: Desk, sheet: Page, row: int, figures: Figures) -> int:
    """Write the figures and their pictures, one below the other.

    Args:
        desk: book, plan and lists.
        sheet: where to.
        row: where the first begins, counted from 0.
        figures: the results of the formulas.

    Returns:
        The last row that is used.
    """
    sheet.set_column(TABLE, TABLE, 52)
    sheet.set_column(TABLE + 1, TABLE + 12, 13)
    for picture in _pictures(desk, figures):
        _table(desk, sheet, row, picture)
        height = AROUND + BAR * len(picture.lines)
        sheet.insert_chart(row, 1, _chart(desk, sheet, row, picture), {"description": picture.about})
        row += max(height // ROW + 2, len(picture.lines) + 4)
    return row - 1


def _pictures(desk: Desk, figures: Figures) -> Iterator[_Picture]:
    plan, rows = desk.plan, desk.rows
    activities = {a.id: plan.activity_title(a.id) for a in plan.activities}
    of_outcome = {o.id: [a.id for a in plan.activities if a.outcome == o.id] for o in plan.outcomes}
    statuses = rows.labels["status"]

    def within(outcome: str) -> tuple[str, str]:
        return "activity_id", "{" + ",".join(quoted(activity) for activity in of_outcome[outcome]) + "}"

    def stated(outcome: str) -> list[str]:
        counts = [f"SUMPRODUCT({rows.source.count(within(outcome), rows.is_('status', s), *rows.active)})"
                  for s in statuses]  # fmt: skip
        every = f"SUMPRODUCT({rows.source.count(within(outcome), *rows.active)})"
        return [*counts, f"{every}-({'+'.join(counts)})"]

    outcomes = [outcome for outcome, found in of_outcome.items() if found]
    yield _Picture(
        text("pictures.statuses"),
        _told(text("pictures.statuses"), {plan.outcome_title(o): sum(figures.statuses[o].values()) for o in outcomes}),
        {plan.outcome_title(o): [*(figures.statuses[o][s] for s in statuses), figures.statuses[o][None]]
         for o in outcomes},
        [*statuses.values(), text("pictures.unstated")],
        [stated(o) for o in outcomes],
    )  # fmt: skip
    yield _Picture(
        text("pictures.taking_part"),
        _told(text("pictures.taking_part"), {activities[a]: n for a, n in figures.taking_part.items()}),
        {activities[a]: [n] for a, n in figures.taking_part.items()},
        [text("pictures.entities")],
        [[rows.how_many_entities(("activity_id", quoted(a)), *rows.active)] for a in activities],
    )
    kinds = rows.labels["kind"]
    yield _Picture(
        text("pictures.kinds"),
        _told(text("pictures.kinds"), {activities[a]: sum(found.values()) for a, found in figures.kinds.items()}),
        {activities[a]: [found[kind] for kind in kinds] for a, found in figures.kinds.items()},
        [label.partition(" (")[0] for label in kinds.values()],
        [[_named(desk, a, label) for label in kinds.values()] for a in activities],
    )


def _named(desk: Desk, activity: str, label: str) -> str:
    """How many contributions to an activity name a kind, alone or among others."""
    rows = desk.rows
    for sign in "~*?":
        label = label.replace(sign, f"~{sign}")
    shapes = (f"={label}", f"{label}; *", f"*; {label}", f"*; {label}; *")
    here = ("activity_id", quoted(activity))
    return "+".join(rows.source.count(here, ("kind", quoted(shape)), *rows.active) for shape in shapes)


def _told(title: str, counts: Mapping[str, int]) -> str:
    """What a picture shows, for those who do not see it."""
    return f"{title}. {'; '.join(f'{name}: {count}' for name, count in counts.items())}."


def _table(desk: Desk, sheet: Page, row: int, picture: _Picture) -> None:
    """The figures behind a picture, under a header."""
    book = desk.book
    cell = book.look(border=1, border_color=writing.LINE)
    number = book.look(border=1, border_color=writing.LINE, num_format="#,##0;-#,##0;–", align="right")
    sheet.write_string(row, TABLE, picture.title, book.head)
    for column, part in enumerate(picture.parts, TABLE + 1):
        sheet.write_string(row, column, part, book.head)
    for place, (name, values) in enumerate(picture.lines.items()):
        sheet.write_string(row + 1 + place, TABLE, name, cell)
        for column, (value, formula) in enumerate(zip(values, picture.formulas[place], strict=True), TABLE + 1):
            sheet.write_formula(row + 1 + place, column, f"={formula}", number, value)


def _chart(desk: Desk, sheet: Page, row: int, picture: _Picture) -> Chart:
    """A bar for each line of the figures, the first on top, in parts where there are several."""
    chart = desk.book.add_chart({"type": "bar", "subtype": "stacked"})
    first, last = row + 2, row + 1 + len(picture.lines)
    name = sheet.get_name()
    for place in range(len(picture.parts)):
        letter = letters(TABLE + 2 + place)
        color, pattern = FILLS[place % len(FILLS)] if len(picture.parts) > 1 else FILLS[1]
        fill: dict[str, Any] = {"fill": {"color": color}}
        if pattern:
            fill = {"pattern": {"pattern": pattern, "fg_color": "#404040", "bg_color": color}}
        chart.add_series({
            "name": f"='{name}'!${letter}${row + 1}",
            "categories": f"='{name}'!${letters(TABLE + 1)}${first}:${letters(TABLE + 1)}${last}",
            "values": f"='{name}'!${letter}${first}:${letter}${last}",
            "gap": 45,
            "border": {"color": "#404040", "width": 0.5},
            **fill,
        })  # fmt: skip
    small = {"name": "Calibri", "size": 9, "color": writing.INK}
    chart.set_title({"name": picture.title, "name_font": {"name": "Calibri", "size": 13, "color": writing.HEAD},
                     "overlay": False, "layout": {"x": 0.01, "y": 0.02}})  # fmt: skip
    chart.set_y_axis({"reverse": True, "num_font": small, "line": {"color": writing.LINE},
                      "major_tick_mark": "none"})  # fmt: skip
    chart.set_x_axis({"num_font": small, "min": 0, "num_format": "#,##0", "major_gridlines":
                      {"visible": True, "line": {"color": "#E5E8EB"}}, "line": {"none": True},
                      "label_position": "high"})  # fmt: skip
    chart.set_legend({"none": True} if len(picture.parts) == 1 else {"position": "bottom", "font": small})
    chart.set_chartarea({"border": {"color": writing.LINE}})
    chart.set_size({"width": WIDTH, "height": AROUND + BAR * len(picture.lines)})
    return chart
