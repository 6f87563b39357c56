"""Common to all refusals of data: DataError, exit code 2, one line that begins with the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rnntui.errors import DataError


def refusal(call: Callable[[], object], path: Path | str) -> str:
    """The message with which the call refuses the data, without the file's name and ": "."""
    with pytest.raises(DataError) as caught:
        call()
    message = str(caught.value)
    assert caught.value.exit_code == 2
    assert len(message.splitlines()) == 1
    assert message.startswith(f"{path}: ")
    assert caught.value.__cause__ is None
    return message.removeprefix(f"{path}: ")
