"""The exceptions that rnntui raises for users to read.

    RnntuiError                     a one-line message and an exit code
    ├── InputError             2    unusable input
    │   ├── ModelFileError          not a model, damaged, or with weights that don't fit
    │   │   └── UnknownLayerError   a layer, or a way of using it, that rnntui does not compute
    │   │       └── CustomCodeError     custom code, run only if the user allows it
    │   ├── DataError               data of the wrong rank, feature count, dtype or format
    │   ├── ExpressionError         an expression that can't be parsed or evaluated
    │   ├── OutOfRangeError         a sample, timestep or layer that does not exist
    │   ├── OutputPathError         a file that can't be written
    │   └── TerminalError           no terminal to draw on
    ├── EquationError          2    a cell's text that can't be parsed
    ├── ReferenceProcessError  2    the process that runs Keras could not answer
    │   ├── ReferenceMissingError       TensorFlow is not installed
    │   ├── ReferenceStartError         the process did not start
    │   ├── ReferenceTimeoutError       it did not answer in time
    │   ├── ReferenceCrashedError       it died
    │   └── ReferenceRefusedError       Keras raised an error about the file, the input or the training
    └── CheckFailedError       1    a check failed

A message names the object, what is wrong with it, and how to fix it, in that order:
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
    """Base class: a one-line message for the user, and the exit code of the command."""

    exit_code = 2


class InputError(RnntuiError):
    """Unusable input: a file, an option or an expression."""


class ModelFileError(InputError):
    """A file that is not a Keras model, is damaged, or has weights that don't fit."""


class UnknownLayerError(ModelFileError):
    """A layer, or a way of using it, that rnntui does not compute."""


class CustomCodeError(UnknownLayerError):
    """A layer of custom code, which runs only in the Keras process, and only if the user allows it."""


class DataError(InputError):
    """Data of the wrong rank, feature count, dtype or format."""


class ExpressionError(InputError):
    """An expression that can't be parsed or evaluated.

    text: the expression; column: position of the error in it, from 1
    """

    def __init__(self, reason: str, text: str, column: int) -> None:
        super().__init__(f"{text.strip()}: column {column}: {reason}")
        self.reason = reason
        self.text = text
        self.column = column


class OutOfRangeError(InputError):
    """A sample, timestep or layer that does not exist."""


class OutputPathError(InputError):
    """A file that can't be written."""


class TerminalError(InputError):
    """There is no terminal to draw on."""


class EquationError(RnntuiError):
    """A cell's text that can't be parsed as equations."""


class ReferenceProcessError(RnntuiError):
    """The process that runs Keras could not answer."""


class ReferenceMissingError(ReferenceProcessError):
    """TensorFlow is not installed."""


class ReferenceStartError(ReferenceProcessError):
    """The Keras process did not start."""


class ReferenceTimeoutError(ReferenceProcessError):
    """The reference's process did not answer in time."""


class ReferenceCrashedError(ReferenceProcessError):
    """The reference's process died."""


class ReferenceRefusedError(ReferenceProcessError):
    """Keras raised an error about the file, the input or the training."""


class CheckFailedError(RnntuiError):
    """A check failed."""

    exit_code = 1
