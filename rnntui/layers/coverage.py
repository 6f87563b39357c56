"""How rnntui treats every Keras layer; documents and messages are made from this."""

from __future__ import annotations

from typing import Literal

from rnntui.configs.base import LoopConfig
from rnntui.configs.keras_classes import GONE_CLASSES, KERAS_CLASSES
from rnntui.configs.wrappers import BidirectionalConfig
from rnntui.layers.keras_ops.table import TABLE
from rnntui.network.keras.legacy.keras_1 import CLASSES as CLASSES_1
from rnntui.network.keras.legacy.keras_2 import CLASSES as CLASSES_2
from rnntui.network.layer_classes import CELL_CLASSES, LAYER_CLASSES

Treatment = Literal["steps", "computed", "by Keras", "not computed"]


def treatments() -> dict[str, Treatment]:
    """Each class of Keras's layers and cells, and how it is treated.

    "steps": as equations, timestep by timestep; "computed": in NumPy; "by Keras": in the Keras
    process, as an opaque layer; "not computed": today's Keras does not have it. A layer of the first
    two, used in a way that rnntui does not compute, is opaque too.
    """
    found: dict[str, Treatment] = dict.fromkeys(KERAS_CLASSES, "by Keras")
    found |= dict.fromkeys(GONE_CLASSES, "not computed")
    for name, known in (LAYER_CLASSES | CELL_CLASSES).items():
        steps = name in CELL_CLASSES or issubclass(known.config, LoopConfig | BidirectionalConfig)
        found[name] = "steps" if steps else "computed"
    return dict(sorted(found.items()))


def operations() -> tuple[str, ...]:
    """The operations of keras.ops that are computed, by their names in model files."""
    return tuple(sorted(TABLE))


def older_names() -> dict[str, str]:
    """Classes of older Keras that have another name today, and that name."""
    newer = {old: new for old, (new, _) in CLASSES_2.items()}
    return dict(sorted((CLASSES_1 | newer).items()))
