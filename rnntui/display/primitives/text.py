"""Lines of text as spans, each with a role that the theme gives a style."""

from __future__ import annotations

from typing import NamedTuple

# All roles but the levels of a heatmap: "heat-8" to "heat+8" for a number on its colour,
# "mark-8" to "mark+8" for a glyph.
ROLES = (
    "text",
    "dim",
    "heading",
    "name",
    "cursor",
    "operand",
    "number",
    "changed",
    "unit",
    "odd",
    "good",
    "bad",
    "key",
    "plus",
    "minus",
)


class Span(NamedTuple):
    """A piece of a line, in one role."""

    text: str
    role: str = "text"


Line = tuple[Span, ...]
BLANK: Line = ()


def line(*pieces: Span | str) -> Line:
    """A line of spans; a bare string has the role "text"."""
    return tuple(Span(piece) if isinstance(piece, str) else piece for piece in pieces)


def plain(text_line: Line) -> str:
    """The text of a line without styles and trailing blanks."""
    return "".join(span.text for span in text_line).rstrip()


def wrapped(pieces: list[Line], width: int, indent: int) -> list[Line]:
    """Pieces in lines of at most `width` characters, broken only between pieces."""
    lines: list[list[Span]] = [[]]
    used = 0
    for piece in pieces:
        size = sum(len(span.text) for span in piece)
        if used > indent and used + size > width:
            lines.append([Span(" " * indent)])
            used = indent
        lines[-1].extend(piece)
        used += size
    return [tuple(spans) for spans in lines]


def beside(left: list[Line], right: list[Line], width: int, gap: int) -> list[Line]:
    """Two blocks of lines side by side, the left one padded to `width` characters."""
    lines = []
    for index in range(max(len(left), len(right))):
        first = left[index] if index < len(left) else BLANK
        second = right[index] if index < len(right) else BLANK
        if second:
            used = sum(len(span.text) for span in first)
            first = (*first, Span(" " * (width + gap - used)), *second)
        lines.append(first)
    return lines


def clipped(lines: list[Line], width: int) -> list[Line]:
    """The lines cut to `width`, with an ellipsis where they were cut."""
    return [_clipped(found, width) for found in lines]


def _clipped(spans: Line, width: int) -> Line:
    if sum(len(span.text) for span in spans) <= width or len(plain(spans)) <= width:
        return spans
    kept, room = [], width - 1
    for span in spans:
        kept.append(Span(span.text[:room], span.role))
        room -= len(span.text)
        if room <= 0:
            break
    return (*kept, Span("…", "dim"))


def words(text: str, role: str, width: int) -> list[Line]:
    """A text wrapped to the width."""
    pieces: list[Line] = [(Span(word + " ", role),) for word in printable(text).split()]
    return wrapped(pieces, width + 1, 0)


def counted(count: int, noun: str) -> str:
    """A count and its noun: 1 watch, 2 watches."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}{'es' if noun[-1] == 'h' else 's'}"


def printable(text: str) -> str:
    """The text without control characters, which a name from a file may contain."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )


def shortened(text: str, width: int) -> str:
    """The text in at most `width` characters, with an ellipsis if it was cut."""
    text = printable(text)
    return text if len(text) <= width else text[: max(0, width - 1)] + "…"


def shortened_path(text: str, width: int) -> str:
    """A path such as bidirectional/forward_lstm in at most `width` characters, its end kept."""
    text = printable(text)
    if len(text) <= width or "/" not in text:
        return shortened(text, width)
    end = text.rsplit("/", 1)[1]
    return shortened(f"…/{end}", width)
