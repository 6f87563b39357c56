from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnntui.debugger.number_format import PRECISIONS, USUAL
from rnntui.debugger.state.preferences import (
    Preferences,
    preferences_file,
    read_preferences,
    write_preferences,
)
from rnntui.debugger.state.state_files import OFF
from rnntui.errors import DataError

names = st.text(max_size=8)


@given(
    st.builds(
        Preferences,
        theme=names,
        toured=st.booleans(),
        layout=names,
        hidden=st.lists(names, max_size=4).map(tuple),
        moved=st.lists(st.tuples(names, names), max_size=3).map(tuple),
        precision=st.sampled_from(PRECISIONS),
        opened=st.booleans(),
    )
)
def test_what_is_written_is_read(tmp_path_factory, chosen):
    file = tmp_path_factory.mktemp("state") / "preferences.json"
    write_preferences(file, chosen)
    assert read_preferences(file) == chosen


def test_without_a_file_everything_is_as_usual(tmp_path):
    assert read_preferences(tmp_path / "none.json") == Preferences()


def test_a_damaged_file_is_set_aside(tmp_path):
    file = tmp_path / "preferences.json"
    file.write_text('{"schema": 1, "toured": 3}')
    with pytest.raises(DataError, match=r"preferences\.json: .*set aside as"):
        read_preferences(file)
    assert read_preferences(file) == Preferences()


def test_a_precision_that_there_is_not_is_the_usual_one():
    assert Preferences(precision=5, opened=True).reading.precision == USUAL


def test_nothing_is_kept_where_that_is_said(monkeypatch):
    monkeypatch.setenv(OFF, "1")
    assert preferences_file() is None
    monkeypatch.delenv(OFF)
    assert preferences_file() is not None
