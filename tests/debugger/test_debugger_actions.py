from __future__ import annotations

from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.actions import ACTIONS, BY_ID
from rnntui.debugger.session import Session


def test_ids_and_keys_are_used_once():
    keys = [key for action in ACTIONS for key in action.keys]
    assert len(set(keys)) == len(keys)
    assert len(BY_ID) == len(ACTIONS)


def test_a_count_before_g_is_a_timestep():
    session = Session.open(tiny_graph(), tiny_data())
    assert BY_ID["last"].move(session, 4).cursor.t == 4
    assert BY_ID["last"].move(session, None).cursor.t == 5
    assert BY_ID["first"].move(session, None).cursor.t == 0
    assert BY_ID["last"].move(session, 42).reason == "no timestep 42: there are 6, 0 to 5"
    assert BY_ID["next"].move(session, 3).cursor.t == 3
