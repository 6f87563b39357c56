"""The user's own classes and functions: a Python file that is run because the user named it."""

from __future__ import annotations

import runpy
from typing import Any


def custom_objects_of(path: str) -> dict[str, Any]:
    """Run the file; returns its classes and functions by name.

    Raises what the file raises.
    """
    names = runpy.run_path(path, run_name="custom_objects")
    return {name: value for name, value in names.items() if callable(value) and name[0] != "_"}
