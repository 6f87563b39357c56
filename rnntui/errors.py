"""Every error that rnntui raises for a user to read.

    RnntuiError                     one clear line; knows its exit code
    ├── InputError             2    what was given can't be used
    │   ├── ModelFileError          not a model, damaged, or weights that don't fit
    │   │   └── UnknownLayerError   a layer, or a use of it, that rnntui does not compute
    │   │       └── CustomCodeError     somebody's own code, run only where they say so
    │   ├── DataError               data of the wrong rank, width, dtype or form
    │   ├── ExpressionError         what a user asks of the numbers, and can't be computed
    │   ├── OutOfRangeError         a sample, timestep or layer that is not there
    │   ├── OutputPathError         a file that can't be written
    │   └── TerminalError           the screen needs a terminal, and there is none
    ├── EquationError          2    a cell's text that does not parse
    ├── ReferenceProcessError      2    Keras, in its own process, could not answer
    │   ├── ReferenceMissingError       TensorFlow is not installed
    │   ├── ReferenceStartError         the process did not come up
    │   ├── ReferenceTimeoutError       it did not answer in time
    │   ├── ReferenceCrashedError       it died
    │   └── ReferenceRefusedError       Keras itself raised: the file, the input or the training
    └── CheckFailedError       1    a check was made, and it did not hold

A message names the thing, what is wrong with it, and the way out, in that order:
"tracks.csv: no column 'sample'; it has: id, t, lat. Name the columns sample and time."
"""

from __future__ import annotations

__all__ = [
    "CheckFailedError",
    "CustomCodeError",
    "DataError",
    "EquationError",
    "ExpressionError",
    "InputError",
    "ModelFileError",
    "OutOfRangeError",
    "OutputPathError",
    "ReferenceCrashedError",
    "ReferenceMissingError",
    "ReferenceProcessError",
    "ReferenceRefusedError",
    "ReferenceStartError",
    "ReferenceTimeoutError",
    "RnntuiError",
    "TerminalError",
    "UnknownLayerError",
]


class RnntuiError(Exception):
    """The root: one clear line for the user, and the exit code it leads to."""

    exit_code = 2


class InputError(RnntuiError):
    """What was given can't be used."""


class ModelFileError(InputError):
    """A file that is not a Keras model, is damaged, or whose weights don't fit."""


class UnknownLayerError(ModelFileError):
    """A layer, or a use of it, that rnntui does not compute."""


class CustomCodeError(UnknownLayerError):
    """A layer made of somebody's own code, which is run only in Keras's process, and if they say so."""


class DataError(InputError):
    """Data of the wrong rank, feature count, dtype or form."""


class ExpressionError(InputError):
    """What a user asks of the numbers, where it can't be read or computed.

    text: the expression; column: where in it, from 1
    """

    def __init__(self, reason: str, text: str, column: int) -> None:
        super().__init__(f"{text.strip()}: column {column}: {reason}")
        self.reason = reason
        self.text = text
        self.column = column


class OutOfRangeError(InputError):
    """A sample, timestep or layer that is not there."""


class OutputPathError(InputError):
    """A file that can't be written."""


class TerminalError(InputError):
    """The screen needs a terminal, and there is none."""


class EquationError(RnntuiError):
    """A cell's text that does not parse as equations."""


class ReferenceProcessError(RnntuiError):
    """Keras, in its own process, could not answer."""


class ReferenceMissingError(ReferenceProcessError):
    """TensorFlow is not installed."""


class ReferenceStartError(ReferenceProcessError):
    """The Keras process did not come up."""


class ReferenceTimeoutError(ReferenceProcessError):
    """The Keras process did not answer in time."""


class ReferenceCrashedError(ReferenceProcessError):
    """The Keras process died."""


class ReferenceRefusedError(ReferenceProcessError):
    """Keras itself raised an error: for the file, the input or the training."""


class CheckFailedError(RnntuiError):
    """A check was made, and it did not hold."""

    exit_code = 1
