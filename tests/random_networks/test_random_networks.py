"""Random networks, saved by Keras in both formats, give at every timestep what Keras gives.

RNNTUI_NETWORKS says how many, and RNNTUI_NETWORKS_FROM from which seed on.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from compare_network import KerasSide
from draw_around import FORCED

from rnntui.layers.spec import POINTWISE, WHOLE

pytestmark = pytest.mark.keras

COUNT = int(os.environ.get("RNNTUI_NETWORKS", "300"))
FIRST = int(os.environ.get("RNNTUI_NETWORKS_FROM", "0"))
TOGETHER = 10


@pytest.fixture(scope="module")
def side(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KerasSide]:
    side = KerasSide(tmp_path_factory.mktemp("networks"))
    yield side
    side.close()


def test_every_layer_is_drawn() -> None:
    """But for those over three axes."""
    missing = {*POINTWISE, *WHOLE} - set(FORCED)
    assert all(name.endswith("3D") for name in missing), missing


@pytest.mark.parametrize("first", range(FIRST, FIRST + COUNT, TOGETHER))
def test_networks_are_computed_as_by_keras(side: KerasSide, first: int) -> None:
    failures = []
    for seed in range(first, min(first + TOGETHER, FIRST + COUNT)):
        plan, found = side.faults(seed)
        if found:
            failures.append("\n".join([f"network {seed}", *found, str(plan), plan.json()]))
    assert not failures, "\n\n".join(failures)


def test_a_plan_is_built_again_as_it_was(side: KerasSide, tmp_path: Path) -> None:
    for seed in range(4):
        drawn = side.drawn(seed)
        with np.load(drawn.file(".npz")) as found:
            before = dict(found)
        again = side.drawn(drawn.plan)
        assert again.plan == drawn.plan
        with np.load(again.file(".npz")) as found:
            assert list(found) == list(before)
            for name, array in before.items():
                np.testing.assert_array_equal(found[name], array, err_msg=f"{seed}: {name}")
