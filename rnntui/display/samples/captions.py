"""What stands around the table of samples: how far it is, what is empty and why, the keys."""

from __future__ import annotations

from collections import Counter

from rnntui.debugger.frame.frame import ReferenceValue
from rnntui.debugger.samples.summary import NO_TARGET
from rnntui.debugger.samples.table import Column, SampleTable
from rnntui.display.primitives.text import Line, Span, shortened

# What these have in common is said of all.
_ENOUGH = 200
KEYS = (
    ("enter", "opens"),
    ("esc", "back"),
    ("w", "worst"),
    ("/", "filter"),
    ("i l e k s o", "sort"),
    ("?", "help"),
    ("← →", "output"),
)


def head_line(table: SampleTable, shown: int, width: int) -> Line:
    """How many samples there are, are shown, are computed."""
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
    """What enter does with a condition that is being typed."""
    return (Span(shortened(f" enter: only where {text}, at the last timestep", width), "dim"),)


def foot_line(table: SampleTable, keras: ReferenceValue, sort: Column, width: int) -> Line:
    """What is empty and why: of the filter, of the column that is sorted by, of all columns."""
    told = list(_of_filter(table)) or list(_of_columns(table, keras, sort))
    return (Span(shortened(" " + " · ".join(told), width), "dim"),)


def _of_filter(table: SampleTable) -> list[str]:
    found = table.filter
    if found is None:
        return []
    if found.unknown:
        reason, count = Counter(list(found.unknown.values())).most_common(1)[0]
        return [f"not known for {count:,}: {reason}"]
    looked = found.expression is None or found.done == table.samples
    if looked and not any(found.matches.values()):
        return [f"no sample: {found.text}" + (" holds in none" if found.expression else "")]
    return []


def _of_columns(table: SampleTable, keras: ReferenceValue, sort: Column) -> list[str]:
    told: list[str] = []
    summaries = list(table.summaries.values())[:_ENOUGH]
    if summaries:
        why = {summary.why for summary in summaries}
        if why == {NO_TARGET}:
            told.append("error: the data has no target")
        elif all(why) and "" not in why:
            told.append(f"error: {min(why)}")
        if all(summary.saturation.share is None for summary in summaries):
            told.append("saturated: no tanh, no sigmoid")
    if keras.status == "failed":
        told.append(f"keras: {keras.text}")
    elif sort == "keras" or not told:
        told.append("keras: answers for a sample once it is opened")
    if table.waits(sort):
        told.insert(0, "the order may still change")
    return told
