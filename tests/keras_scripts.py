"""Runs scripts one after another in one process with Keras, for `keras_session.KerasFiles`.

Each line of stdin is a JSON list, a script and its arguments; it is answered with null or a traceback.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
import traceback
import warnings
from pathlib import Path

os.environ.update(KERAS_BACKEND="tensorflow", CUDA_VISIBLE_DEVICES="-1", TF_CPP_MIN_LOG_LEVEL="3")

import keras


def run(script: str, arguments: list[str]) -> str | None:
    keras.backend.clear_session()
    keras.config.set_dtype_policy("float32")
    sys.argv = [script, *arguments]
    sys.path.insert(0, str(Path(script).parent))
    try:
        with warnings.catch_warnings():
            runpy.run_path(script, run_name="__main__")
    except BaseException:
        return traceback.format_exc()
    finally:
        del sys.path[0]
    return None


def main() -> None:
    # Keep stdout for answers: libraries print to it.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        script, *arguments = json.loads(line)
        print(json.dumps(run(script, arguments)), file=answers, flush=True)


main()
