"""Commands typed at a small network, and what came of them."""

from __future__ import annotations

from small_networks import GRAPHS, data_for
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.commands.console import Answer, Console
from rnntui.debugger.session.session import Session


class Typed:
    """A console on a session, one line after the other."""

    def __init__(self, session: Session, **around) -> None:
        self.session = session
        self.console = Console(session, **around)

    def __call__(self, line: str) -> Answer:
        """Run a line that goes well; the last answer."""
        answer = self.console.run(line)[-1]
        assert answer.error is None, answer.error
        return answer

    def text(self, line: str) -> str:
        """What a line says."""
        return self(line).outcome.text

    def value(self, line: str):
        """What a line prints."""
        return self(line).outcome.value

    def error(self, line: str) -> str:
        """What is wrong with a line; it moves nothing, and is no part of the history."""
        session, console = self.session, self.console
        before = session.cursor, session.breakpoints, session.watches, list(console.history)
        error = console.run(line)[-1].error
        assert error is not None, f"{line} went well"
        assert error.count("\n") == 0
        after = session.cursor, session.breakpoints, session.watches, console.history
        assert after == before
        return error

    @property
    def place(self) -> tuple[str, int, int]:
        """The layer, timestep and equation of the cursor."""
        cursor = self.session.cursor
        node = self.session.schedule.stages[cursor.stage].nodes[cursor.node]
        return node.label, cursor.t, cursor.equation


def typed(cells=("SimpleRNN",), **shape) -> Typed:
    """On recurrent layers and a Dense: 3 samples of 6 timesteps."""
    return Typed(Session.open(tiny_graph(cells, **shape), tiny_data(**shape)))


def typed_on(name: str) -> Typed:
    """On one of the small networks."""
    graph = GRAPHS[name]()
    return Typed(Session.open(graph, data_for(graph)))
