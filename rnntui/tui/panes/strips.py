"""From a line of spans to the strip that Textual draws."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from rnntui.display.primitives.ascii import as_ascii
from rnntui.display.primitives.text import Line, Span
from rnntui.tui.theme.ascii_filter import in_ascii
from rnntui.tui.theme.styles import colours_of, style_table


def styles_of(widget: Widget) -> dict[str, Style]:
    """The style of every role, and "" for none, in a widget of its app."""
    # Without the widget's own style, text would have the terminal's background.
    base = widget.rich_style
    table = style_table(
        dark=widget.app.current_theme.dark,
        colours=colours_of(widget.app),
        back=None if base.bgcolor is None else base.bgcolor.triplet,
    )
    # Roles with the same look share a style object, so that neighbours become one segment.
    same: dict[Style, Style] = {base: base}
    return {
        "": base,
        **{role: same.setdefault(base + own, base + own) for role, own in table.items()},
    }


def strip_of(
    widget: Widget, text_line: Line, width: int, styles: dict[str, Style] | None = None
) -> Strip:
    """A line as a strip of exactly `width` cells, in the styles of the widget's app."""
    styles = styles_of(widget) if styles is None else styles
    if in_ascii(widget):
        text_line = tuple(Span(as_ascii(span.text), span.role) for span in text_line)
    segments: list[Segment] = []
    text, style = "", styles[""]
    for span in text_line:
        own = styles[span.role]
        # Each segment costs time, and some forty bytes of escapes to the terminal.
        if own is style:
            text += span.text
        else:
            if text:
                segments.append(Segment(text, style))
            text, style = span.text, own
    if text:
        segments.append(Segment(text, style))
    return Strip(segments).adjust_cell_length(width, styles[""])
