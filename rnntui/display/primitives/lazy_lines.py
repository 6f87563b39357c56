"""Lines built only when in view: a matrix may have thousands of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from rnntui.display.primitives.text import BLANK, Line, beside, clipped

# The result is shown only if this many rows fit above it.
_ROWS = 2


@dataclass(frozen=True)
class MatrixLines:
    """Rows that scroll between a heading and a result, which stay in view.

    head, foot: the lines above and below; rows: number of rows; make: builds a range of them
    beside: lines to the right, from column `left` on, which stay in view too
    """

    head: list[Line]
    rows: int
    make: Callable[[range], list[Line]]
    foot: list[Line]
    beside: list[Line]
    left: int = 0

    @property
    def size(self) -> int:
        """The number of lines."""
        return max(len(self.head) + self.rows + len(self.foot), len(self.beside))

    def shown(self, top: int, height: int) -> range:
        """The rows in view, if `height` lines from line `top` on are."""
        # The heading covers rows at the top, the result rows at the bottom.
        under = len(self.foot) if self._with_foot(top, height) else 0
        first = min(top, self.rows)
        return range(first, max(first, min(self.rows, top + height - len(self.head) - under)))

    def window(self, top: int, height: int) -> list[Line]:
        """The lines in view."""
        lines = [*self.head, *self.make(self.shown(top, height))]
        if self._with_foot(top, height):
            lines.extend(self.foot)
        over = len(lines) - height
        # Near the end of the matrix the heading scrolls away too.
        lines = lines[over:] if over > 0 and top else lines[:height]
        lines.extend([BLANK] * (height - len(lines)))
        aside = self.beside
        if len(aside) > height:
            aside = aside[min(top, len(aside) - height) :][:height]
        return beside(lines, aside, self.left, 2) if aside else lines

    def _with_foot(self, top: int, height: int) -> bool:
        over, under = len(self.head), len(self.foot)
        return top + height >= over + self.rows + under or height >= over + under + _ROWS


Part = list[Line] | MatrixLines


class LazyLines(Sequence[Line]):
    """Parts one below the other, clipped to `width`."""

    def __init__(self, parts: list[Part], width: int) -> None:
        self._parts: list[tuple[int, Part]] = []
        self._width = width
        self._size = 0
        for part in parts:
            self._parts.append((self._size, part))
            self._size += part.size if isinstance(part, MatrixLines) else len(part)

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[Line]:
        return iter(self.window(0, self._size))

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | Sequence[Line]:
        """One of all lines, as if all were in view."""
        return self.window(0, self._size)[at]

    def window(self, top: int, height: int) -> list[Line]:
        """The `height` lines from `top` on."""
        lines: list[Line] = []
        for part, start, count in self._in_view(top, height):
            if isinstance(part, MatrixLines):
                lines.extend(part.window(start, count))
            else:
                lines.extend(part[start : start + count])
        return clipped(lines, self._width)

    def rows(self, top: int, height: int) -> tuple[range, int] | None:
        """The rows in view of the first matrix that does not fit, and its number of rows."""
        for part, start, count in self._in_view(top, height):
            if isinstance(part, MatrixLines) and count < part.size:
                return part.shown(start, count), part.rows
        return None

    def top_for(self, row: int, height: int) -> int | None:
        """The scroll position that centres a row of the first matrix higher than the view."""
        for at, part in self._parts:
            if isinstance(part, MatrixLines) and part.size > height:
                return max(0, at + row + len(part.head) - height // 2)
        return None

    def _in_view(self, top: int, height: int) -> Iterator[tuple[Part, int, int]]:
        for at, part in self._parts:
            size = part.size if isinstance(part, MatrixLines) else len(part)
            start, stop = max(top - at, 0), min(top + height - at, size)
            if start < stop:
                yield part, start, stop - start
