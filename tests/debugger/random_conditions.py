"""Random conditions and breakpoints, and the slow, plain search that `continue` is checked against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st
from small_networks import GRAPHS, data_for
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.breakpoints.breakpoints import Breakpoint, Breakpoints, Site
from rnntui.debugger.expressions.evaluate import value_at
from rnntui.debugger.session.session import Session

_MADE = {
    "simple": lambda: (tiny_graph(), tiny_data()),
    "stack": lambda: (tiny_graph(("LSTM", "GRU")), tiny_data()),
    "from the end": lambda: (tiny_graph(("SimpleRNN", "LSTM"), backwards=True), tiny_data()),
    "one timestep": lambda: (tiny_graph(("GRU",), timesteps=1), tiny_data(timesteps=1)),
    **{name: lambda make=make: _small(make) for name, make in GRAPHS.items() if name != "volumes"},
}
NAMES = tuple(_MADE)
_OPENED: dict[str, Session] = {}


def _small(make):
    graph = make()
    return graph, data_for(graph)


def session_on(name: str) -> Session:
    """A session on one of the networks, at the start, with no breakpoints."""
    if name not in _OPENED:
        _OPENED[name] = Session.open(*_MADE[name]())
    session = _OPENED[name]
    session.goto_sample(0)
    session.go(session.positions.cursor(0, 0), "anew")
    session.breakpoints = Breakpoints()
    return session


@st.composite
def conditions(draw, names):
    """One truth of a layer's variables, of many kinds."""
    name = draw(st.sampled_from(names))
    number = draw(st.sampled_from(("-1", "-0.3", "-0.05", "0", "0.01", "0.2", "0.5", "2")))
    sign = draw(st.sampled_from(("<", "<=", ">", ">=", "==", "!=")))
    other = draw(st.sampled_from(names))
    return draw(
        st.sampled_from(
            (
                f"{{any_or_all}}({name} {sign} {number})",
                f"max(abs({name})) {sign} {number}",
                f"not mean({name}) {sign} {number}",
                f"changed(argmax({name}))",
                f"changed({name})",
                f"norm({name} - at({name}, t - 1)) {sign} {number}",
                f"sum({name}) {sign} sum({other})",
                f"min({name}) {sign} {number} or t % 3 == 1",
                f"max({name}@2) {sign} max({name}) and t != 0",
                "t >= T - 2",
                "t == 3",
                "False",
                "True",
                f"max({name}) {sign} mean(history({name}))",
            )
        )
    ).replace("{any_or_all}", draw(st.sampled_from(("any", "all"))))


@dataclass(frozen=True)
class Scanned:
    """What the plain search finds: where, and each breakpoint's hits and ignore count after it."""

    index: int | None
    stopped: tuple[int, ...]
    counts: tuple[tuple[int, int, int], ...]


def scan(session: Session, *, backwards: bool) -> Scanned:
    """Ask every breakpoint at every position, one after the other."""
    positions = session.positions
    here = positions.index(session.cursor)
    order = range(here - 1, -1, -1) if backwards else range(here + 1, positions.starts[-1])
    counts = {one.number: [one.hits, one.ignore] for one in session.breakpoints.all}
    found, stopped = None, []
    for index in order:
        for one in session.breakpoints.all:
            if not one.enabled or not any(meets(session, site, index) for site in one.sites):
                continue
            counts[one.number][0] += 1
            if counts[one.number][1]:
                counts[one.number][1] -= 1
            else:
                stopped.append(one)
        if stopped:
            found = index
            break
    for one in stopped:
        if one.temporary:
            del counts[one.number]
    return Scanned(
        found,
        tuple(one.number for one in stopped),
        tuple((number, *both) for number, both in counts.items()),
    )


def meets(session: Session, site: Site, index: int) -> bool:
    """Whether a site stops at a position."""
    cursor = session.positions.cursor(0, index)
    line = site.line
    if (cursor.stage, cursor.node, cursor.equation) != (line.stage, line.node, line.equation):
        return False
    if site.t not in (None, cursor.t):
        return False
    if site.condition is None:
        return True
    return bool(np.all(value_at(site.condition, session.site_scope(site), cursor.t)))


def counts_of(every: tuple[Breakpoint, ...]) -> tuple[tuple[int, int, int], ...]:
    """Number, hits and ignore count of each."""
    return tuple((one.number, one.hits, one.ignore) for one in every)
