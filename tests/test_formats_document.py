"""docs/formats.md says what the code's tables say."""

from __future__ import annotations

import runpy
from pathlib import Path

from rnntui.configs.keras_classes import GONE_CLASSES, KERAS_CLASSES
from rnntui.layers.coverage import treatments
from rnntui.network.layer_classes import LAYER_CLASSES

DOCS = Path(__file__).parents[1] / "docs"


def test_the_document_is_made_from_the_code() -> None:
    made = runpy.run_path(str(DOCS / "make_formats.py"))["text"]()
    assert (DOCS / "formats.md").read_text("utf-8") == made, "run: make formats"


def test_every_layer_that_is_read_is_listed() -> None:
    found = treatments()
    assert set(LAYER_CLASSES) <= set(found)
    assert set(found) >= KERAS_CLASSES | GONE_CLASSES
    assert {found[name] for name in ("LSTM", "Bidirectional", "RNN", "ConvLSTM3D")} == {"steps"}
    assert (found["Dense"], found["EinsumDense"]) == ("computed", "by Keras")
    # What has a typed config is computed here, not left to Keras.
    assert not [name for name in LAYER_CLASSES if found[name] == "by Keras"]
