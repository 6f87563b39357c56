from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from consoles import Typed, typed, typed_on
from tiny_network import tiny_data, tiny_graph

from rnntui.data.dataset import Dataset
from rnntui.debugger.commands.console import Console
from rnntui.debugger.session.session import Session
from rnntui.trace.run import Run


@pytest.fixture
def console():
    console = typed(("LSTM", "GRU"))
    console("goto gru_1:3 t=2")
    return console


def runs(console):
    session = console.session
    return [Run(session.graph, session.dataset.sample(index)) for index in range(session.samples)]


def test_samples_by_number_and_by_turns(console):
    assert console.text("sample 2") == "opened sample 2"
    assert console.text("sample 2") == "already at sample 2"
    assert console.text("sample next") == "already at sample 2, the last"
    assert console.text("sample previous") == "opened sample 1"
    assert console.place == ("gru_1", 2, 3)
    console("sample 0")
    console("sample next 2")
    assert console.session.cursor.sample == 2


def test_the_worst_sample_has_the_largest_error(console):
    outputs = [next(iter(run.outputs.values())) for run in runs(console)]
    targets = [console.session.dataset.target(index) for index in range(3)]
    errors = [np.mean(np.abs(y - target)) for y, target in zip(outputs, targets, strict=True)]
    answer = console("sample worst")
    assert console.session.cursor.sample == int(np.argmax(errors))
    assert answer.outcome.value == pytest.approx(max(errors))
    assert answer.outcome.stop == answer.outcome.text
    assert console.place == ("gru_1", 2, 3)


def test_the_worst_mismatch_is_the_one_farthest_from_keras(console):
    def fetch():
        index = console.session.cursor.sample
        output = next(iter(console.session.run.outputs.values()))
        console.session.reference.add(index, output + (0.5 if index == 1 else 0), {}, "keras")

    console.session.fetch_reference = fetch
    assert console.value("sample worst mismatch") == pytest.approx(0.5)
    assert console.session.cursor.sample == 1


def test_next_where_is_the_next_sample_where_it_holds_at_the_end(console):
    ends = [run.outputs["dense"][0] for run in runs(console)]
    level = min(ends[1:])
    index = 1 + int(np.argmax(ends[1:]))
    text = f"y[0] > {level}"
    assert console.text(f"sample next where {text}") == f"sample {index}: {text}"
    assert console.session.cursor.sample == index
    start = console.session.cursor
    answer = console("sample next where t > 99")
    assert answer.outcome.stop == "no later sample"
    assert console.session.cursor == start


@pytest.mark.parametrize("kind", ["max", "min"])
@pytest.mark.parametrize("text", ["abs(h_t)", "h_t[0] * 2", "t + sum(h_t)", "h_t > 9"])
def test_find_goes_to_the_extreme_of_all(console, kind, text):
    best = None
    sign = 1 if kind == "max" else -1
    for index, run in enumerate(runs(console)):
        for stage, node in ((0, 0), (0, 1), (0, 2)):
            layer = console.session.schedule.stages[stage].nodes[node]
            for t in range(6):
                h = run.frame(layer, t)["h_t"]
                value = {
                    "abs(h_t)": np.abs(h),
                    "h_t[0] * 2": h[0] * 2,
                    "t + sum(h_t)": t + np.sum(h),
                    "h_t > 9": h > 9,
                }[text]
                extreme = float(np.max(sign * np.asarray(value, float)))
                if best is None or extreme > best[0]:
                    place = np.unravel_index(
                        np.argmax(sign * np.asarray(value, float)), np.shape(value)
                    )
                    best = extreme, index, layer.label, t, [int(one) for one in place]
    value, sample, label, t, place = best
    answer = console(f"find {kind} {text}")
    assert answer.outcome.value == pytest.approx(sign * value)
    assert (console.session.cursor.sample, *console.place[:2]) == (sample, label, t)
    unit = f", unit {place[0]}" if place else ""
    assert answer.outcome.text.endswith(f": sample {sample}, {label}, t={t}{unit}")


def test_find_first_is_the_first_in_the_order_of_computing():
    graph = tiny_graph(("LSTM", "GRU"))
    x = tiny_data().inputs["X"].copy()
    x[1, 3] = np.nan
    console = Typed(Session.open(graph, Dataset("nan", {"X": x}, {})))
    answer = console("find first isnan(h_t)")
    assert answer.outcome.text == "first isnan(h_t): sample 1, lstm, t=3, unit 0"
    assert console.place == ("lstm", 3, 8)
    # Of both layers at the same time the one that is computed first.
    assert console.text("find first h_t > -9") == "first h_t > -9: sample 0, lstm, t=0, unit 0"
    assert console.text("find max h_t").count("nan") == 0
    console("sample 1")
    start = console.session.cursor
    assert console.text("find first t > 99") == "t > 99: not found"
    assert console.session.cursor == start


def test_the_first_in_time_is_found_whatever_the_order_of_layers():
    console = typed(("LSTM", "GRU"))
    h = {
        label: [console.value(f"print ({label}.h_t@{t})[0]") for t in range(6)]
        for label in ("lstm", "gru_1")
    }
    for level in sorted(abs(one) for rows in h.values() for one in rows)[:-1]:
        times = {
            label: next((t for t in range(6) if abs(rows[t]) > level), 99)
            for label, rows in h.items()
        }
        console("goto start")
        console(f"find first abs(h_t[0]) > {level} and sample == 0 and T == 6 and size(h_t) == 4")
        label, t, _ = console.place
        assert t == min(times.values())
        assert times[label if label != "dense" else "gru_1"] == t


def test_errors_leave_one_where_one_was(console):
    assert console.error("sample 3") == "no sample 3: there are 3, 0 to 2"
    assert "give a number, next, previous, worst" in console.error("sample")
    assert "give a number, next, previous, worst" in console.error("sample best")
    assert "no 'h_q' here" in console.error("sample next where h_q > 1")
    assert "Keras has no value" in console.error("sample worst mismatch")
    assert "find: give max, min or first" in console.error("find")
    assert "find: give max, min or first" in console.error("find largest h_t")
    assert "find: give max, min or first" in console.error("find max")
    assert "no 'h_q' here; did you mean 'h_" in console.error("find max h_q")
    assert "index out of range" in console.error("find max h_t[t]")
    assert "an empty array" in console.error("find max h_t[4:]")


def test_without_a_target_there_is_no_worst():
    console = typed_on("masked")
    console("goto 3")
    assert console.error("sample worst") == "the data has no target"
    nan = replace(tiny_data(), targets={"Y": np.full((3, 3), np.nan, np.float32)})
    console = Typed(Session.open(tiny_graph(), nan))
    assert "no sample has a finite error" in console.error("sample worst")


def test_a_search_of_samples_can_be_given_up():
    session = Session.open(tiny_graph(), tiny_data())
    console = Console(session, progress=lambda done, _: done > 0)
    (answer,) = console.run("find max t")
    assert answer.error is None
    assert session.cursor.sample == 0
