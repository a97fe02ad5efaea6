"""Charts: true to their figures, readable without colour, and no label over another."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from local_response.model.figures import Figure
from local_response.model.profiles import BreakMark, Chart, Mark
from local_response.model.sentences import plain
from local_response.publish.charts import bars, funnel, intervals, quarters, tiles
from local_response.publish.charts.look import FILLS, NARROW, SHADES, WIDE, text_width, tick_label, ticks, wrapped

SVG = "{http://www.w3.org/2000/svg}"


def parsed(picture):
    return ElementTree.fromstring(picture.svg("c", "title", "description", "chart-wide"))


def identified(chart):
    return [f"f{number}" for number in range(1, len(chart.marks) + 1)]


def boxes(tree):
    """Left, right, top and bottom of every text, by the widths of the font."""
    for text in tree.iter(f"{SVG}text"):
        size = float(text.get("font-size", "12"))
        wide = text_width(text.text, size) / 1.04
        x, y = float(text.get("x")), float(text.get("y"))
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[text.get("text-anchor", "start")]
        yield left, left + wide, y - size * 0.72, y + size * 0.2, text.text


def all_kinds(make):
    similar, area_map, by_size = make.area_charts()
    return {
        "quarters": (quarters.draw, make.quarters_chart()),
        "bars": (bars.draw, make.bars_chart()),
        "intervals": (intervals.draw, similar),
        "tiles": (tiles.draw, area_map),
        "funnel": (funnel.draw, by_size),
    }


KINDS = ("quarters", "bars", "intervals", "tiles", "funnel")


def draw(make, kind, width):
    drawing, chart = all_kinds(make)[kind]
    more = (["t1"],) if kind == "quarters" else ()
    return drawing(chart, identified(chart), width, *more)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("kind", KINDS)
def test_no_label_runs_over_another_or_over_the_edge(make, kind, width):
    picture = draw(make, kind, width)
    found = list(boxes(parsed(picture)))
    for place, (left, right, top, bottom, words) in enumerate(found):
        assert left >= -1, words
        assert right <= picture.width + 1, words
        assert bottom <= picture.height + 3, words
        for other_left, other_right, other_top, other_bottom, other in found[place + 1 :]:
            apart = left >= other_right or other_left >= right or top >= other_bottom or other_top >= bottom
            assert apart, f"{words!r} runs over {other!r}"


@pytest.mark.parametrize("kind", KINDS)
def test_no_type_is_smaller_than_twelve_pixels_on_a_phone(make, kind):
    tree = parsed(draw(make, kind, NARROW))
    sizes = [float(element.get("font-size")) for element in tree.iter() if element.get("font-size")]
    assert min(sizes) >= 12
    assert float(tree.get("width")) <= NARROW


@pytest.mark.parametrize("kind", ["quarters", "bars", "intervals", "tiles"])
def test_every_figure_is_printed_with_its_id(make, kind):
    _, chart = all_kinds(make)[kind]
    tree = parsed(draw(make, kind, WIDE))
    printed = {text.get("data-figure"): text.text for text in tree.iter(f"{SVG}text") if text.get("data-figure")}
    shorthand = {"suppressed": "[c]"}
    assert printed == {
        figure_id: shorthand.get(mark.figure.status, mark.figure.text)
        for figure_id, mark in zip(identified(chart), chart.marks, strict=True)
    }


def one_panel(make, values, **changes):
    marks = tuple(
        Mark("Force", period, figure)
        for period, figure in zip(make.QUARTERS, make.quarterly("E23000010", values, 1), strict=True)
    )
    return replace(make.quarters_chart(), marks=marks, breaks=(), **changes)


def columns(picture):
    return list(parsed(picture).iter(f"{SVG}rect"))


def test_columns_are_as_high_as_their_counts_from_zero(make):
    picture = quarters.draw(one_panel(make, (10, 20, 30, 40, 50, 60)), identified(one_panel(make, range(6))), WIDE)
    heights = [float(column.get("height")) for column in columns(picture)]
    assert heights == pytest.approx([130 * factor / 6 for factor in range(1, 7)], abs=0.1)


def test_zero_has_no_column_and_suppressed_a_dashed_outline(make):
    chart = one_panel(make, (10, 0, None, 10, 10, 10))
    tree = parsed(quarters.draw(chart, identified(chart), WIDE))
    solid = [rect for rect in tree.iter(f"{SVG}rect") if not rect.get("stroke-dasharray")]
    dashed = [rect for rect in tree.iter(f"{SVG}rect") if rect.get("stroke-dasharray")]
    words = {text.get("data-figure"): text.text for text in tree.iter(f"{SVG}text")}
    assert (len(solid), len(dashed)) == (4, 1)
    assert dashed[0].get("fill") == "none"
    assert (words["f2"], words["f3"]) == ("0", "[c]")


def test_missing_and_not_calculable_have_their_own_shorthand(make):
    missing = make.published(None, 1, status="missing", reason="no release")
    not_made = Figure(None, "not_calculable", "%", "m", "E23000010", "2023-Q3", "share_wilson", reason="no total")
    marks = (Mark("s", "a", missing), Mark("s", "b", not_made), Mark("s", "c", make.published(0, 1)))
    chart = replace(make.bars_chart(), marks=marks)
    words = [text.text for text in parsed(bars.draw(chart, identified(chart), WIDE)).iter(f"{SVG}text")]
    assert [word for word in words if word.startswith("[")] == ["[x]", "[n]"]
    assert "0" in words


def test_a_chart_of_zeros_alone_is_drawn(make):
    chart = one_panel(make, (0, 0, 0, 0, 0, 0))
    assert not columns(quarters.draw(chart, identified(chart), WIDE))


def test_a_break_is_drawn_between_its_quarters_and_named_by_a_fact(make):
    chart = make.quarters_chart()
    tree = parsed(quarters.draw(chart, identified(chart), WIDE, ["t9"]))
    words = " ".join(text.text for text in tree.iter(f"{SVG}text") if text.get("data-fact") == "t9")
    assert words == "Threshold raised, January 2023 Threshold raised, January 2023"  # once a panel


def test_labels_of_two_near_breaks_stand_below_each_other(make):
    breaks = (
        BreakMark("2022-Q4", "Types of exploitation counted anew from here"),
        BreakMark("2023-Q1", "Threshold for decisions raised from here"),
    )
    chart = one_panel(make, (1, 2, 3, 4, 5, 6))
    chart = replace(chart, breaks=breaks)
    tree = parsed(quarters.draw(chart, identified(chart), NARROW, ["t1", "t2"]))
    rows = {text.get("data-fact"): float(text.get("y")) for text in tree.iter(f"{SVG}text") if text.get("data-fact")}
    assert rows["t1"] < rows["t2"]


def test_bars_tell_at_most_three_series_apart(make):
    marks = tuple(Mark(f"series {name}", "x", make.published(1, 1)) for name in "abcd")
    with pytest.raises(ValueError, match="4 series"):
        bars.draw(replace(make.bars_chart(), marks=marks), ["f1"] * 4, WIDE)


def test_the_own_area_is_told_by_shape_and_weight_not_by_colour_alone(make):
    similar = make.area_charts()[0]
    chart = replace(similar, highlight=similar.marks[2].area)
    tree = parsed(intervals.draw(chart, identified(chart), WIDE))
    assert len(list(tree.iter(f"{SVG}path"))) == 1  # the diamond; all others are rings
    bold = {text.text for text in tree.iter(f"{SVG}text") if text.get("font-weight")}
    assert bold == {chart.marks[2].category, chart.marks[2].figure.text}


def test_tones_differ_in_black_and_white():
    def luminance(colour):
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for tones in (FILLS, SHADES):
        steps = sorted(luminance(tone) for tone in tones)
        assert all(darker + 15 < lighter for darker, lighter in pairwise(steps))


def test_tiles_without_a_place_are_refused(make):
    chart = replace(make.area_charts()[1], marks=(Mark("Rate", "Nowhere", make.published(1, 1), "K04000001"),))
    with pytest.raises(ValueError, match="no area"):
        tiles.draw(chart, ["f1"], WIDE)


def test_a_funnel_needs_sizes(make):
    chart = make.area_charts()[2]
    with pytest.raises(ValueError, match="sizes"):
        funnel.draw(replace(chart, marks=chart.marks[:1]), ["f1"], WIDE)


@pytest.mark.parametrize(
    ("top", "expected"),
    [(1, [0, 0.25, 0.5, 0.75, 1]), (7, [0, 2, 4, 6]), (78, [0, 20, 40, 60]), (3431, [0, 1000, 2000, 3000])],
)
def test_ticks_are_round_and_end_at_or_below_the_top(top, expected):
    assert ticks(top) == expected


@pytest.mark.parametrize(("top", "expected"), [(1, [0, 1]), (3, [0, 1, 2, 3]), (10, [0, 5, 10]), (78, [0, 20, 40, 60])])
def test_an_axis_of_counts_names_no_part_of_one(top, expected):
    assert ticks(top, whole=True) == expected


def test_tick_labels_have_no_needless_noughts():
    assert [tick_label(value) for value in (0.0, 0.25, 10.0, 1500.0)] == ["0", "0.25", "10", "1,500"]


def test_wrapped_text_keeps_its_words():
    words = "Reasonable grounds threshold raised in January"
    lines = wrapped(words, 90)
    assert " ".join(lines) == words
    assert all(text_width(line) <= 90 for line in lines)


def test_plain_charts_hold_no_number_without_an_id(make):
    for kind in KINDS:
        tree = parsed(draw(make, kind, WIDE))
        for text in tree.iter(f"{SVG}text"):
            traced = text.get("data-figure") or text.get("data-fact") or text.get("data-scale")
            assert traced or not re.search(r"\d", text.text)


def test_an_area_chart_can_do_without_an_own_area(make):
    chart: Chart = replace(make.area_charts()[1], highlight="", title=plain("All"))
    assert "#000000" not in tiles.draw(chart, identified(chart), WIDE).svg("c", "t", "d", "k")
