from __future__ import annotations

import numpy as np
import pytest
from consoles import typed, typed_on


@pytest.fixture
def console():
    return typed()


def test_print_gives_the_value_at_the_cursor(console):
    console("goto dense t=3")
    frame = console.session.frame()
    np.testing.assert_array_equal(console.value("print y"), frame.layer.values["y"])
    assert console.text("p t + 1") == "t + 1 = 4"
    assert console.text("p t > 1") == "t > 1 = True"
    assert console.text("print 1 / 4") == "1 / 4 = 0.25"
    assert console.text("p 0 * h_t[0]").endswith(" = 0") or console.value("p 0 * h_t[0]") == 0
    assert console.value("print history(h_t)").shape == (6, 4)
    assert console.text("print history(t) * 1") == "history(t) * 1 = [0 1 2 3 4 5]"
    assert console("print y").outcome.stop is None


def test_other_times_and_layers(console):
    console("goto 2")
    h = [console.session.run.frame(console.session.graph.recurrent[0], t)["h_t"] for t in range(6)]
    for line in ("h_t@5", "at(h_t, 5)", "h_t@(t + 3)", "simplernn.h_t@5", "(h_t @ 5)"):
        np.testing.assert_array_equal(console.value(f"print {line}"), h[5])
    assert np.isnan(console.value("print h_t@6")).all()
    assert np.isnan(console.value("print at(h_t, t - 3)")).all()
    assert console.value("print norm(h_t - h_prev) > 0")
    np.testing.assert_array_equal(console.value("print h_t @ Who"), h[2] @ console.value("p Who"))
    assert console.value("print h_t[argmax(h_t)] == max(h_t)")
    np.testing.assert_array_equal(console.value("print dense.y"), console.value("print y"))


def test_what_stands_beside(console):
    target = console.session.dataset.target(0)
    np.testing.assert_array_equal(console.value("print target"), target)
    np.testing.assert_array_equal(console.value("print input"), console.value("print x_t"))
    np.testing.assert_array_equal(console.value("print output"), console.value("print y@5"))
    assert console.value("print T") == 6
    assert console.value("print sample") == 0
    assert console.error("print keras") == "Keras has no values for this sample: off"
    console.session.reference.add(0, np.ones(3), {"simplernn": np.ones((6, 4))}, "keras")
    assert console.value("print keras").tolist() == [1, 1, 1]
    assert console.value("print keras_of(h_t)").tolist() == [1, 1, 1, 1]
    assert "Keras only gives outputs of recurrent layers" in console.error("p keras_of(z)")


def test_no_target_is_said():
    console = typed_on("masked")
    assert console.error("print target") == "the data has no target"


def test_assert_says_whether_it_holds(console):
    answer = console("assert all(abs(h_t) <= 1)")
    assert (answer.outcome.holds, answer.outcome.value) == (True, True)
    assert answer.outcome.text == "all(abs(h_t) <= 1): holds"
    answer = console("assert t == 4")
    assert (answer.outcome.holds, answer.outcome.value) == (False, False)
    assert answer.outcome.text == "t == 4: does NOT hold"
    assert console.error("assert h_t > 0") == (
        "h_t > 0: shape (4,), not a single value; use any(…) or all(…)"
    )


def test_watches_are_numbered_and_seen_from_their_layer():
    console = typed(("LSTM", "GRU"))
    assert console.text("info watches") == "no watches"
    assert console.text("watch norm(h_t)") == "watch 1: norm(h_t)"
    console("goto gru_1 t=2")
    assert console.text("w norm(h_t)") == "watch 2: norm(h_t)"
    console("goto dense")
    first, second = (console.value(f"p norm({layer}.h_t)") for layer in ("lstm", "gru_1"))
    assert console.text("info w") == (f"1  norm(h_t) = {first:.7g}\n2  norm(h_t) = {second:.7g}")
    assert console.text("unwatch 1") == "deleted watch 1"
    assert console.error("unwatch 1") == "no watch 1; existing: 2"
    assert console.error("unwatch") == "give a watch's number; info watches lists them"
    assert "no 'h_q' here" in console.error("watch h_q")
    assert "missing expression" in console.error("watch")
    console("unwatch 2")
    assert console.text("watch t") == "watch 3: t"


def test_a_watch_that_can_not_be_computed_says_why_in_its_place(console):
    console("watch h_t[t]")
    console("goto 5")
    assert "index out of range" in console.text("info watches")


def test_info_lists_what_there_is(console):
    assert console.text("info layers").splitlines() == [
        "▶ simplernn  SimpleRNN, 6 timesteps",
        "  dense  Dense, 6 timesteps",
    ]
    assert console.text("i l") == console.text("info layers")
    assert console.text("info breakpoints") == "no breakpoints"
    console("goto dense t=2")
    state = console.text("info state").splitlines()
    assert state[:2] == ["sample 0, dense, t=2 of 6", "equation 0: y = h_t @ Who + Bo"]
    assert state[-1].startswith("y = [")
    assert console.text("where") == console.text("info state")
    for line in ("info", "info x", "info state now"):
        assert console.error(line).endswith("give one of breakpoints, watches, layers, state")
    assert console.error("where now") == "'now': this command takes no arguments"


def test_a_large_value_is_cut(console):
    text = console.text("print history(z) * 1")
    assert text.count(" ") < 100
    assert "(6, 4)" in text
    assert "… 16 more" in typed(timesteps=20).text("print history(z)")
