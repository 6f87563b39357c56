"""Values as text and as JSON data."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

_MOST = 64


def spelled(value: Any) -> str:
    """A value in one line: 0.95, True, [0.1 -0.2]; large arrays are shortened."""
    array = np.asarray(value)
    if array.ndim == 0:
        item = array.item()
        return f"{item:.7g}" if isinstance(item, float) else str(item)
    flat = array.reshape(-1)
    cells = " ".join(spelled(item) for item in flat[:_MOST])
    more = f" … {flat.size - _MOST} more" if flat.size > _MOST else ""
    shape = "" if array.ndim == 1 else f" {array.shape}"
    return f"[{cells}{more}]{shape}"


def as_data(value: Any) -> Any:
    """A value as JSON data: arrays as nested lists, NaN and infinity as None."""
    if value is None:
        return None
    return _plain(np.asarray(value).tolist())


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
