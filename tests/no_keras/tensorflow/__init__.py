"""Imported instead of TensorFlow by any process that a test without the marker `keras` starts."""

import os
from pathlib import Path

Path(os.environ["RNNTUI_TESTS_KERAS_STARTED"]).touch()
raise RuntimeError("a test without the marker 'keras' started Keras")
