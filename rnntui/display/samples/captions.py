"""The text around the table of samples: progress, the reason for empty columns, keys."""

from __future__ import annotations

from collections import Counter

from rnntui.debugger.frame.frame import ReferenceValue
from rnntui.debugger.samples.summary import NO_TARGET
from rnntui.debugger.samples.table import Column, SampleTable
from rnntui.display.primitives.text import Line, Span, shortened

# A reason that holds for this many samples is assumed to hold for all.
_ENOUGH = 200
KEYS = (
    ("enter", "open"),
    ("esc", "back"),
    ("w", "worst"),
    ("/", "filter"),
    ("i l e k s o", "sort"),
    ("?", "help"),
    ("← →", "output"),
)


def head_line(table: SampleTable, shown: int, width: int) -> Line:
    """The number of samples, of those shown, and of those computed."""
    left = f" SAMPLES  {table.samples:,}"
    if table.filter is not None:
        left += f", {shown:,} shown"
    done = len(table.summaries)
    filtered = table.filter
    right = ""
    if filtered is not None and filtered.expression is not None and filtered.done < table.samples:
        right = f"filtering: {filtered.done:,} of {table.samples:,} "
    elif done < table.samples:
        right = f"computing: {done:,} of {table.samples:,} "
    return (Span(left.ljust(width - len(right)), "heading"), Span(right, "dim"))


def condition_line(text: str, width: int) -> Line:
    """What enter does with the condition being typed."""
    return (
        Span(shortened(f" enter: show samples with {text} at the last timestep", width), "dim"),
    )


def foot_line(table: SampleTable, reference: ReferenceValue, sort: Column, width: int) -> Line:
    """Why the table or a column is empty."""
    notes = list(_filter_notes(table)) or list(_column_notes(table, reference, sort))
    return (Span(shortened(" " + " · ".join(notes), width), "dim"),)


def _filter_notes(table: SampleTable) -> list[str]:
    found = table.filter
    if found is None:
        return []
    if found.unknown:
        reason, count = Counter(list(found.unknown.values())).most_common(1)[0]
        return [f"unknown for {count:,}: {reason}"]
    finished = found.expression is None or found.done == table.samples
    if finished and not any(found.matches.values()):
        return [f"no sample: {found.text}" + (" is false for all" if found.expression else "")]
    return []


def _column_notes(table: SampleTable, reference: ReferenceValue, sort: Column) -> list[str]:
    notes: list[str] = []
    summaries = list(table.summaries.values())[:_ENOUGH]
    if summaries:
        why = {summary.why for summary in summaries}
        if why == {NO_TARGET}:
            notes.append("error: the data has no target")
        elif all(why) and "" not in why:
            notes.append(f"error: {min(why)}")
        if all(summary.saturation.share is None for summary in summaries):
            notes.append("saturated: no tanh, no sigmoid")
    if reference.status == "failed":
        notes.append(f"keras: {reference.text}")
    elif sort == "keras" or not notes:
        notes.append("keras: a sample is checked when it is opened")
    if table.waits(sort):
        notes.insert(0, "the order may still change")
    return notes
