"""Starts the reference. The only module above `keras/` that names an implementation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from rnntui.network.network import Network
    from rnntui.reference.protocol import Reference


def start_reference(custom_objects: Path | None = None) -> Reference:
    """Start the reference in a process of its own; returns before it is imported there.

    custom_objects: a Python file that only that process runs, for the model's own classes

    Raises:
        ReferenceStartError: no process can be started.
    """
    from rnntui.reference.keras.client import KerasProcess

    return KerasProcess.start(custom_objects=custom_objects)


def changed_meaning(network: Network) -> str:
    """How the reference, if it loads the network's file, reads it differently; "" if it does not.

    The end of the sentence "saved by Keras 2.2.4, whose …".
    """
    from rnntui.reference.keras.rebuild import request

    return request.changed_meaning(network)
