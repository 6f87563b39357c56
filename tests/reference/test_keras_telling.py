"""Long errors and logs, as one line."""

from __future__ import annotations

import pytest

from rnntui.reference.keras.error_summary import LIMIT, error_summary, last_telling_line


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (ValueError("Unknown layer: 'X'. Please ensure that.\n\nMore."), "Unknown layer: 'X'."),
        (
            TypeError(
                "GlorotUniform could not be deserialized.\n\nconfig={…}.\n\n"
                "Exception encountered: __init__() got an unexpected keyword 'dtype'"
            ),
            "TypeError: __init__() got an unexpected keyword 'dtype'",
        ),
        (
            RuntimeError(
                "Graph execution error:\n\nDetected at node x defined at (most recent call last):\n"
                "<stack>\nindices[0,0] = 10 is not in [0, 10)\n\t [[{{node x}}]] [Op:__infer]"
            ),
            "indices[0,0] = 10 is not in [0, 10)",
        ),
        (
            ValueError(
                "Exception encountered when calling SimpleRNNCell.call().\n\n"
                "\x1b[1mMatrix size-incompatible: In[0]: [10,4], In[1]: [2,3]\x1b[0m\n\nArguments: x"
            ),
            "Matrix size-incompatible: In[0]: [10,4], In[1]: [2,3]",
        ),
        (KeyError("name"), "KeyError: 'name'"),
        (ValueError(), "ValueError"),
        (ValueError("two\nlines"), "two lines"),
        (ValueError("keras 3.15.1 and 2.5 differ"), "keras 3.15.1 and 2.5 differ"),
    ],
)
def test_an_error_as_one_line(error, line):
    assert error_summary(error) == line


def test_a_long_line_is_cut():
    line = error_summary(ValueError("x" * 1000))
    assert len(line) == LIMIT
    assert line.endswith("…")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", ""),
        ("I0000 00:00 port.cc] oneDNN\nE0000 00:00 cuda] failed call: INTERNAL: error\n", ""),
        ("one\ntwo\n\n", "two"),
        (
            'Traceback (most recent call last):\n  File "x.py", line 1\nOSError: no\nbye\n',
            "OSError: no",
        ),
        (
            'Fatal Python error: Segmentation fault\n\nCurrent thread 0x1:\n  File "x.py"\n'
            "\nExtension modules: numpy.error (total: 1)\n",
            "Fatal Python error: Segmentation fault",
        ),
    ],
)
def test_the_telling_line_of_a_log(text, line, tmp_path):
    log = tmp_path / "log"
    log.write_text(text)
    assert last_telling_line(log) == line


def test_no_log_has_no_line(tmp_path):
    assert last_telling_line(tmp_path / "none") == ""
