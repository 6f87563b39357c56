"""Messages on a pipe: a mark, the length, then msgpack. Garbled bytes are noticed, not believed."""

from __future__ import annotations

import struct
from typing import IO, Final, TypeVar

import msgspec

MARK: Final = b"rnn1"
LONGEST: Final = 2**33

_header = struct.Struct(">4sQ")
_encoder = msgspec.msgpack.Encoder()

Message = TypeVar("Message")


class FrameError(ValueError):
    """Bytes on the pipe that are not a whole, valid message."""


def encode(message: msgspec.Struct) -> bytes:
    """The message as msgpack."""
    return _encoder.encode(message)


def write_frame(stream: IO[bytes], payload: bytes) -> None:
    """Write one message, and flush; raises OSError if the reader is gone."""
    stream.write(_header.pack(MARK, len(payload)))
    stream.write(payload)
    stream.flush()


def read_frame(stream: IO[bytes]) -> bytes | None:
    """Read one message's bytes, or None at the end; raises FrameError if truncated or garbled."""
    header = stream.read(_header.size)
    if not header:
        return None
    if not header.startswith(MARK[: len(header)]):
        raise FrameError(f"not a message: {header!r}")
    if len(header) < _header.size:
        raise FrameError("a message cut short")
    length = _header.unpack(header)[1]
    if length > LONGEST:
        raise FrameError(f"a message of {length} bytes")
    payload = stream.read(length)
    if len(payload) < length:
        raise FrameError(f"a message cut short: {len(payload)} of {length} bytes")
    return payload


def decode(payload: bytes, decoder: msgspec.msgpack.Decoder[Message]) -> Message:
    """The message in these bytes; raises FrameError if the decoder does not know it."""
    try:
        return decoder.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise FrameError(f"not a message: {error}") from None
