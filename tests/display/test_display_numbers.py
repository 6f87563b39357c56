from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnntui.display.primitives.heat import LEVELS, cell, level, tiny
from rnntui.display.primitives.numbers import WIDTH, number, physical, short

floats = st.floats(width=32)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.33, "+0.3300"),
        (-0.0, "-0.0000"),
        (12.3456, "+12.346"),
        (-123.456, "-123.46"),
        (1234.56, "+1234.6"),
        (12345.6, "+1.2e4"),
        (0.0002, "+2.0e-4"),
        (-3e-20, "-3e-20"),
        (math.nan, "NaN"),
        (math.inf, "+∞"),
        (-math.inf, "-∞"),
    ],
)
def test_numbers_in_seven_characters(value, text):
    assert short(value) == text
    assert number(value) == text.rjust(WIDTH)


@given(floats)
def test_every_number_has_the_same_width_and_its_sign(value):
    text = number(value)
    assert len(text) == WIDTH
    if not math.isnan(value):
        assert ("-" in text[: text.find("e")] if "e" in text else "-" in text) == (
            math.copysign(1, value) < 0
        )


@given(floats, st.floats(0, 1e6, allow_nan=False), st.integers(1, 5))
def test_every_cell_has_its_width(value, scale, width):
    assert len(cell(value, scale, width).text) == width


@given(st.floats(-1e30, 1e30))
def test_tiny_numbers_fit_four_characters(value):
    assert len(tiny(value)) <= 4


def test_levels_are_symmetric_about_zero():
    assert [level(value, 2.0) for value in (-2, -1, 0, 1, 2, 5)] == [-8, -4, 0, 4, 8, 8]
    assert level(1.0, 0.0) == 0
    assert LEVELS == 8


def test_cells_say_their_sign_and_what_is_odd():
    assert cell(1.0, 1.0, 2).text == "+█"
    assert cell(-1.0, 1.0, 2).text == "-█"
    assert cell(0.0, 1.0, 2).text == " ·"
    assert cell(1.0, 1.0, 1).text == "█"
    assert cell(-1.0, 1.0, 1).text == "g"
    assert cell(math.nan, 1.0, 1) == ("×", "odd")
    assert cell(-math.inf, 1.0, 2) == ("-∞", "odd")
    assert cell(3.0, 1.0, 2).text == "+!"
    assert cell(-0.334, 1.0, 4).text == "-.33"


def test_physical_units():
    assert physical(43.605611, "°") == "43.60561°"
    assert physical(1225.04, "ft") == "1225.0 ft"
    assert physical(3.14159, "") == "3.142"
