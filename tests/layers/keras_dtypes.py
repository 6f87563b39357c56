"""`python keras_dtypes.py FOLDER DTYPES`: the dtype that Keras gives every two, in results.json."""

from __future__ import annotations

import json
import sys
from itertools import product
from pathlib import Path

import keras

kinds = {"int": int, "float": float}
names = [kinds.get(name, name) for name in json.loads(sys.argv[2])]
results = [keras.backend.result_type(*pair) for pair in product(names, names)]
(Path(sys.argv[1]) / "results.json").write_text(json.dumps(results))
