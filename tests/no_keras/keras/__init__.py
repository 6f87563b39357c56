"""Imported instead of Keras by any process that a test without the marker `keras` starts."""

import tensorflow  # noqa: F401 - raises
