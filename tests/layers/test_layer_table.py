"""Every layer of the table has all its parts; a missing part is named."""

from __future__ import annotations

import pytest

from rnntui.cells.cell import CellConfig
from rnntui.configs.base import LoopConfig
from rnntui.configs.wrappers import BidirectionalConfig
from rnntui.layers.spec import POINTWISE, WHOLE
from rnntui.network.layer_classes import CELL_CLASSES, LAYER_CLASSES

COMPUTED = {**POINTWISE, **WHOLE}


def runs_in_steps(class_name: str) -> bool:
    config = LAYER_CLASSES[class_name].config
    return issubclass(config, LoopConfig | BidirectionalConfig)


@pytest.mark.parametrize("class_name", LAYER_CLASSES)
def test_a_layer_that_can_be_read_can_be_computed(class_name: str) -> None:
    if class_name == "InputLayer" or runs_in_steps(class_name):
        return
    assert class_name in COMPUTED, (
        f"{class_name} has a config in rnntui/configs but nothing computes it: add its function to "
        "POINTWISE or WHOLE of a module in rnntui/layers"
    )


@pytest.mark.parametrize("class_name", COMPUTED)
def test_a_layer_that_can_be_computed_can_be_read(class_name: str) -> None:
    assert class_name in LAYER_CLASSES, (
        f"{class_name} has a function in rnntui/layers but no config: add it to LAYERS of a module in "
        "rnntui/configs"
    )


@pytest.mark.parametrize("class_name", LAYER_CLASSES | CELL_CLASSES)
def test_a_recurrent_layer_has_a_cell(class_name: str) -> None:
    known = (LAYER_CLASSES | CELL_CLASSES)[class_name]
    if issubclass(known.config, CellConfig):
        assert known.config.cell is not CellConfig.cell, (
            f"{class_name}: {known.config.__name__} has no cell(): return its Cell there"
        )
