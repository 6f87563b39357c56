"""One informative line from a long error or a long log."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 240

_PLAIN_ERRORS = (ValueError, OSError, RuntimeError)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"'`A-Z])")
_BOLD = re.compile(r"\x1b\[\d*m")
_WHEN_CALLING = re.compile(r"^Exception encountered when calling [^\n]*\n\n")
_TENSORFLOW_NODE = re.compile(r"\n[^\n]*\[\[\{\{node")
_TELLING = re.compile(
    r"error|fatal|abort|segmentation|killed|terminate called|what\(\)|out of memory|exception",
    re.IGNORECASE,
)
_CHATTER = re.compile(
    r"^\s*(File \"|[IWE]\d{4} |WARNING|Extension modules:|Current thread|Thread 0x)"
)


def error_summary(error: BaseException) -> str:
    """An exception as one line; those of Keras and TensorFlow are often pages long."""
    text = first_sentence(_innermost(str(error)))
    name = type(error).__name__
    if not text:
        return name
    return text if isinstance(error, _PLAIN_ERRORS) else f"{name}: {text}"


def first_sentence(text: str, limit: int = LIMIT) -> str:
    """The first sentence of a text as one line, cut at `limit` characters."""
    paragraph = text.strip().split("\n\n")[0]
    line = _SENTENCE_END.split(" ".join(paragraph.split()))[0]
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def last_telling_line(log: Path, tail: int = 64 * 1024) -> str:
    """The last line of a log that reports an error, else its last line; "" if it is empty."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - tail))
            text = file.read().decode(errors="replace")
    except OSError:
        return ""
    lines = [line for line in text.splitlines() if line.strip() and not _CHATTER.match(line)]
    for line in reversed(lines):
        if _TELLING.search(line):
            return first_sentence(line)
    return first_sentence(lines[-1]) if lines else ""


def _innermost(text: str) -> str:
    """The cause, if an error quotes one, e.g. after the config that could not be deserialized."""
    text = _BOLD.sub("", text)
    text = _WHEN_CALLING.sub("", text)
    if "Exception encountered:" in text:
        text = text.rsplit("Exception encountered:", 1)[1]
    if found := _TENSORFLOW_NODE.search(text):
        text = text[: found.start()].rsplit("\n", 1)[-1]
    return text
