"""A frame as plain text in 80 columns: the panes, one below the other."""

from __future__ import annotations

from itertools import islice

from rnntui.debugger.frame.frame import Frame
from rnntui.display.equations import equation_lines
from rnntui.display.prediction.prediction import prediction_lines
from rnntui.display.primitives.text import BLANK, Line, line, plain, words
from rnntui.display.saved.content import heading_of, title_of
from rnntui.display.variables import variable_lines
from rnntui.display.worked.worked import worked_lines, worked_title

WIDTH = 80
# Laid out as on a tall screen, so that the sum has room for many terms.
_HEIGHT = 40
_MOST = 48


def plain_text(frame: Frame) -> str:
    """The frame as plain text."""
    pane = worked_lines(frame, WIDTH, _HEIGHT)
    # The first rows of a large matrix; the terms beside them are the largest of all rows.
    worked = list(islice(pane, _MOST))
    if more := len(pane) - len(worked):
        worked.append(line(f"… and {more} more lines"))
    lines = [
        *_texts(words(title_of(frame), "text", WIDTH)),
        *_texts(words(heading_of(frame), "text", WIDTH)),
        *(text for note in frame.notes for text in _texts(words(note, "text", WIDTH))),
        *_section("Equations", equation_lines(frame, WIDTH)),
        *_section("Worked out", [*words(worked_title(frame), "text", WIDTH), BLANK, *worked]),
        *_section("Variables", variable_lines(frame, WIDTH, _HEIGHT)),
        *_section("Prediction", prediction_lines(frame, WIDTH, _HEIGHT)),
    ]
    return "\n".join(lines) + "\n"


def _section(title: str, lines: list[Line]) -> list[str]:
    texts = _texts(lines)
    while texts and not texts[0]:
        del texts[0]
    while texts and not texts[-1]:
        del texts[-1]
    return ["", title, "-" * len(title), *texts]


def _texts(lines: list[Line]) -> list[str]:
    return [plain(found) for found in lines]
