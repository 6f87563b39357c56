"""The exit codes beside those of the errors: what shells have for a command that was ended."""

from __future__ import annotations

INTERRUPTED = 130
"""After a Ctrl-C that left nothing: 128 + SIGINT."""

READER_GONE = 141
"""When whoever read our output has left: 128 + SIGPIPE."""
