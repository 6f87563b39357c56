"""Decodes JSON as Keras writes it: Python's dialect, which allows Infinity and NaN."""

from __future__ import annotations

import json
from typing import Any

import msgspec


def decode_json(text: bytes) -> Any:
    """Decode UTF-8 JSON text, with Infinity and NaN.

    Raises:
        msgspec.DecodeError: it is not JSON.
    """
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        if b"Infinity" not in text and b"NaN" not in text:
            raise
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            pass
        raise
