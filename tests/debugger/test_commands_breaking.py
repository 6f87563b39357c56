from __future__ import annotations

import pytest
from consoles import typed, typed_on

from rnntui.debugger.breakpoints.presets import PRESETS


@pytest.fixture
def console():
    return typed()


def stops(console):
    """The timesteps at which `continue` stops, from the start."""
    console("goto start")
    found = []
    while console("continue").outcome.stop.startswith("breakpoint "):
        found.append(console.session.cursor.t)
    return found


def test_break_tells_where_it_would_stop(console):
    values = [abs(console.value(f"print at(h_t, {t})")[2]) for t in range(6)]
    level = sorted(values)[3]
    times = [t for t, value in enumerate(values) if value > level]
    told = console.text(f"break abs(h_t[2]) > {level}")
    assert told == (
        f"breakpoint 1: abs(h_t[2]) > {level}; stops at 2 of 6 timesteps, first t={times[0]}"
    )
    assert stops(console) == times


@pytest.mark.parametrize(
    ("line", "place", "found"),
    [
        ("break", ("simplernn", 0, 0), [1, 2, 3, 4, 5]),
        ("b simplernn:h_t", ("simplernn", 0, 3), [0, 1, 2, 3, 4, 5]),
        ("break dense", ("dense", 0, 0), [0, 1, 2, 3, 4, 5]),
        ("break t=4", ("simplernn", 4, 0), [4]),
        ("break dense t=2", ("dense", 2, 0), [2]),
        ("break :z if t > 3", ("simplernn", 4, 2), [4, 5]),
        ("break if t > 3", ("simplernn", 4, 0), [4, 5]),
        ("break t > 3", ("simplernn", 4, 0), [4, 5]),
        ("break dense t=3 if t > 2", ("dense", 3, 0), [3]),
        ("break argmax(y) == argmax(y) and t == 5", ("dense", 5, 0), [5]),
        ("break nan", None, []),
    ],
)
def test_places_and_conditions(console, line, place, found):
    console(line)
    assert stops(console) == found
    if place is not None:
        console("goto start")
        console("continue")
        assert console.place[0] == place[0]
        assert console.place[2] == place[2]


def test_a_condition_stops_at_the_last_equation_that_it_reads(console):
    console("break z[0] == z[0] or h_t[0] > 0")
    console("continue")
    assert console.place == ("simplernn", 0, 3)
    console("delete")
    console("break z[0] == z[0]")
    console("continue")
    assert console.place == ("simplernn", 1, 2)


def test_tbreak_goes_with_its_first_stop(console):
    assert console.text("tbreak t=2") == "temporary breakpoint 1: t=2"
    assert console.text("info breakpoints") == "1  t=2  (temporary, 0 hits)"
    assert stops(console) == [2]
    assert console.text("info breakpoints") == "no breakpoints"
    assert console.text("tb t=3").startswith("temporary breakpoint 2")


def test_watchpoint_stops_where_a_value_changes(console):
    largest = [int(console.value(f"print argmax(h_t@{t})")) for t in range(6)]
    changes = [t for t in range(1, 6) if largest[t] != largest[t - 1]]
    assert changes
    assert console.text("watchpoint argmax(h_t)").startswith(
        f"breakpoint 1: changed(argmax(h_t)); stops at {len(changes)} of 6"
    )
    assert stops(console) == changes
    assert console.error("wp") == "give a value: watchpoint argmax(y)"


def test_disabled_ignored_and_deleted(console):
    console("break dense")
    console("break t=3")
    assert console.text("disable 1") == "disabled 1"
    assert stops(console) == [3]
    assert console.text("enable") == "enabled 1, 2"
    assert console.text("ignore 1 4") == "breakpoint 1 ignores its next 4 hits"
    assert console.text("info breakpoints").splitlines()[0] == "1  dense  (ignores 4, 0 hits)"
    assert stops(console) == [3, 4, 5]
    assert console.text("disable") == "disabled 1, 2"
    assert stops(console) == []
    assert console.text("delete 2") == "deleted breakpoint 2: t=3"
    assert console.error("delete 2") == "no breakpoint 2; existing: 1"
    assert console.text("d") == "deleted 1 breakpoint"
    assert console.text("d") == "deleted 0 breakpoints"
    assert console.text("enable") == "enabled nothing"
    assert console.text("break").startswith("breakpoint 3: ")


def test_hits_are_counted(console):
    console("break dense if t < 2")
    stops(console)
    stops(console)
    assert console.text("info breakpoints") == "1  dense if t < 2  (4 hits)"


@pytest.mark.parametrize("name", PRESETS)
def test_each_ready_made_one_has_a_help_and_is_told_where_there_is_none(name):
    assert PRESETS[name].help
    console = typed_on("images")
    if name in ("saturated", "nan", "forget", "mismatch"):
        assert name in console.text(f"break {name}")
    else:
        assert console.error(f"break {name}") == (
            f"{name}: does not apply to this model ({PRESETS[name].help})"
        )


def test_saturated_is_what_it_says(console):
    z = [console.value(f"print h_t@{t}") for t in range(6)]
    expected = [t for t in range(6) if (abs(z[t]) > 0.99).any()]
    console("break saturated")
    assert stops(console) == expected


def test_forget_and_saturated_gates_of_an_lstm():
    console = typed(("LSTM",))
    gates = {name: [console.value(f"print {name}@{t}") for t in range(6)] for name in "ifo"}
    console("break forget")
    assert stops(console) == [t for t in range(6) if (gates["f"][t] < 0.05).any()]
    console("delete")
    console("break saturated")
    (one,) = console.session.breakpoints.all
    conditions = {site.condition.text for site in one.sites}
    assert "any(f < 0.01) or any(f > 0.99)" in conditions
    assert "any(abs(g) > 0.99)" in conditions


def test_masked_timesteps():
    console = typed_on("masked")
    console("break masked")
    assert stops(console) == [1]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("break h_t > 0", "shape (4,), not a single value; use any(…) or all(…)"),
        ("break dense:q", "dense does not compute 'q'; its variables: y"),
        ("break lstm:h_t", "no layer 'lstm' with equations; layers: simplernn, dense"),
        ("break dense if", "missing expression"),
        ("break dense if q > 1", "column 1: no 'q' here; in scope: "),
        ("break satured", "no 'satured' here; did you mean 'saturated'?"),
        ("break target[9] > 0", "index out of range: the shape is (3,)"),
        ("tbreak h_t[4] > 0", "column 1: index out of range: the shape is (4,)"),
        ("watchpoint h_q", "column 9: no 'h_q' here; did you mean 'h_t'?"),
        ("delete x", "'x': give a breakpoint's number; info breakpoints lists them"),
        ("delete 7", "no breakpoint 7; existing: none"),
        ("disable 7", "no breakpoint 7; existing: none"),
        ("enable 7", "no breakpoint 7; existing: none"),
        ("ignore", "give a breakpoint's number"),
        ("ignore 7 2", "no breakpoint 7"),
        ("break h_t[t] > 0", "index out of range: the shape is (4,)"),
    ],
)
def test_errors_name_the_thing_and_the_way_out(console, line, told):
    assert told in console.error(line)


def test_ignore_needs_a_number(console):
    console("break")
    assert console.error("ignore 1") == "give how many hits to ignore: ignore 1 3"
    assert "'x': give how many" in console.error("ignore 1 x")


def test_a_timestep_that_no_sample_has_is_told(console):
    assert console.text("break t=6").endswith("never stops in this sample's 6 timesteps")
