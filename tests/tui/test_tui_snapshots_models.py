"""Each kind of network in each size, in colour; and as those see it who have no colour, or ASCII alone."""

from __future__ import annotations

import pytest
from networks_shown import SHOWN, SIZES, named

# Where each of them shows most: an equation of its own kind, a few timesteps in. Products over 512
# units are summed in an order that differs between processors: two digits (e, e, e) hide it.
KEYS = {
    "simple_rnn": ("7", "n", "s", "right"),
    "lstm": ("3", "n", "f", "S", "S"),
    "gru": ("3", "n", "4", "s", "right"),
    "bidirectional": ("d", "2", "n", "s"),
    "units_512": ("n", "s", "3", "0", "right", "e", "e", "e"),
}


def at(name, settled):
    async def keys(pilot):
        await settled(pilot)
        await pilot.press(*KEYS[name])
        await pilot.pause()

    return keys


@pytest.mark.parametrize("size", SIZES, ids=named)
@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.exhaustive
def test_in_colour(snap_compare, make_app, settled, name, size):
    app = make_app(*SHOWN[name]())
    assert snap_compare(app, terminal_size=size, run_before=at(name, settled))


@pytest.mark.parametrize("name", SHOWN)
def test_without_colour(snap_compare, make_app, settled, monkeypatch, name):
    monkeypatch.setenv("NO_COLOR", "1")
    app = make_app(*SHOWN[name]())
    assert snap_compare(app, terminal_size=(120, 36), run_before=at(name, settled))


@pytest.mark.parametrize("name", SHOWN)
def test_in_ascii(snap_compare, make_app, settled, name):
    app = make_app(*SHOWN[name](), ascii_only=True)
    assert snap_compare(app, terminal_size=(120, 36), run_before=at(name, settled))
