from __future__ import annotations

from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.commands.actions import ACTIONS, BY_ID
from rnntui.debugger.commands.console import Console
from rnntui.debugger.session.session import Session


def test_ids_and_keys_are_used_once():
    keys = [key for action in ACTIONS for key in action.keys]
    assert len(set(keys)) == len(keys)
    assert len(BY_ID) == len(ACTIONS)


def test_a_count_before_g_is_a_timestep():
    session = Session.open(tiny_graph(), tiny_data())
    console = Console(session)

    def press(action, count=None):
        (answer,) = console.run(BY_ID[action].line(count))
        return answer.error or session.cursor.t

    assert press("last", 4) == 4
    assert press("last") == 5
    assert press("first") == 0
    assert press("last", 42) == "no timestep 42: there are 6, 0 to 5"
    assert press("next", 3) == 3
