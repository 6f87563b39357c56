"""The rows of the samples table: sorted, filtered, and computed in a thread, visible rows first."""

from __future__ import annotations

import time as clock

from textual.message import Message
from textual.worker import get_current_worker

from rnntui.data.dataset import ColumnInfo
from rnntui.debugger.frame.frame import ReferenceValue
from rnntui.debugger.samples.table import Column
from rnntui.debugger.session.session import Session
from rnntui.debugger.values.prediction import columns_for
from rnntui.display.primitives.text import Line, printable
from rnntui.display.samples.samples import SampleColumns, heading_line, sample_line
from rnntui.tui.panes.row_list import RowList

# Seconds between redraws of what the thread has computed; longer if drawing takes long.
_OFTEN = 0.1


class SampleRows(RowList):
    """The samples, in an order.

    sort, down: the column, and whether its largest come first
    unit: which output is shown
    """

    class Computed(Message):
        """There is more to be drawn; from the thread that computes."""

    class Filled(Message):
        """The rows changed, or their contents did."""

    def __init__(self, session: Session, *, id: str) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(self._line, id=id)
        self._session = session
        self.table = session.table
        self.table.set_layer(session.cursor.stage, session.cursor.node)
        self.table.set_filter("")
        self.sort: Column = "id"
        self.down = False
        self.unit = 0
        self.order: list[int] = []
        self._opened = session.cursor.sample
        self._longest = max(map(len, map(str, self.table.names)), default=0)
        self._wanted: tuple[int, ...] = ()
        self._stays_at_top = False
        self._drawing = 0.0

    def on_mount(self) -> None:
        """Show all samples, with the current one selected, and start computing."""
        self._fill(self._opened)
        self._compute()

    def sort_by(self, column: Column, *, down: bool) -> None:
        """Sort, and mark the first."""
        self.sort, self.down = column, down
        self._stays_at_top = True
        self._fill(None)

    def narrow(self, text: str) -> None:
        """Filter, and select the sample of that number, or the first; without a filter, the current one.

        Raises:
            ExpressionError: it can't be parsed; nothing changes.
        """
        self.table.set_filter(text)
        number = int(text) if text.isdecimal() else None
        self._stays_at_top = bool(text) and number is None
        self._fill(number if text else self._opened)
        self._compute()

    def show_output(self, by: int) -> str:
        """Show another output; returns why not, if there is no other."""
        before, self.unit = self.unit, max(0, min(self.unit + by, self._units - 1))
        self._fill(self._marked)
        if self.unit != before:
            return ""
        if self._units == 1:
            return "there is only one output"
        return f"already the {'last' if by > 0 else 'first'} of {self._units} outputs"

    def headings(self) -> Line:
        """The line above the rows."""
        width = self.scrollable_content_region.width or self.app.size.width
        meanings: ColumnInfo | None = columns_for(self._session.dataset.target_columns, self._units)
        unit = printable(meanings.names[self.unit]) if meanings else f"y[{self.unit}]"
        return heading_line(self._columns(width), self.sort, down=self.down, unit=unit)

    def column_at(self, x: int) -> Column | None:
        """The column whose heading is at a position."""
        return self._columns(self.scrollable_content_region.width).at(x)

    def on_row_list_moved(self) -> None:
        """Other samples are in view: they come first."""
        self._stays_at_top = self._stays_at_top and self.row == 0
        self._wanted = tuple(self.order[row] for row in self.in_view)

    def answered(self) -> None:
        """The reference has answered: a row has its value now, and may move."""
        self.on_sample_rows_computed()

    def on_sample_rows_computed(self) -> None:
        """Draw what is new."""
        started = clock.monotonic()
        if self.table.filter is not None or self.sort not in ("id", "length"):
            self._fill(self._marked)
        else:
            self.refresh()
            self.post_message(self.Filled())
        self._drawing = clock.monotonic() - started

    @property
    def _marked(self) -> int | None:
        return self.order[self.row] if self.order and not self._stays_at_top else None

    @property
    def _units(self) -> int:
        summaries = self.table.summaries
        summary = summaries.get(self._opened) or next(iter(list(summaries.values())), None)
        if summary is None:
            return 1
        if summary.over_time is not None:
            return int(summary.over_time.shape[1])
        return 1 if summary.output is None else max(1, summary.output.size)

    def _fill(self, marked: int | None) -> None:
        """Sort and filter again; select a sample, or the first."""
        self.order = self.table.order(self.sort, down=self.down, unit=self.unit)
        row = self.order.index(marked) if marked is not None and marked in self.order else 0
        self.show(len(self.order), row)
        self._wanted = tuple(self.order[row] for row in self.in_view)
        self.post_message(self.Filled())

    def _compute(self) -> None:
        if not self.table.complete:
            self.run_worker(self._work, thread=True, exclusive=True, exit_on_error=False)

    def _work(self) -> None:
        """In a thread: the samples in view, then all others, until the screen is left."""
        worker, drawn_at = get_current_worker(), clock.monotonic()
        while not worker.is_cancelled and self.table.step(self._wanted):
            if clock.monotonic() - drawn_at > max(_OFTEN, 10 * self._drawing):
                self.post_message(self.Computed())
                drawn_at = clock.monotonic()
            # Let the screen be drawn.
            clock.sleep(0.0005)
        if not worker.is_cancelled:
            self.post_message(self.Computed())

    def _columns(self, width: int) -> SampleColumns:
        return SampleColumns.within(width, self.table.samples, self._longest)

    def _keras_status(self, sample: int) -> ReferenceValue:
        """The reference's status for a sample; while it works on another sample, this one is not checked."""
        value = self._session.reference.value(sample)
        asked = sample == self._opened or value.status != "waiting"
        return value if asked else ReferenceValue("off")

    def _line(self, row: int, width: int) -> Line:
        table, sample = self.table, self.order[row]
        return sample_line(
            self._columns(width),
            sample,
            str(table.names[sample]) if table.names else "",
            table.lengths[sample],
            table.summaries.get(sample),
            (self._keras_status(sample), table.agreement(sample)),
            unit=self.unit,
            opened=sample == self._opened,
        )
