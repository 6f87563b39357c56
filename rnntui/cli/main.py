"""The `rnntui` command: its subcommands, and how each reports errors.

    rnntui                    the bundled model and data on the screen
    rnntui MODEL              the screen; short for `rnntui open MODEL`
    rnntui COMMAND …          info, verify, convert, trace, run, train, serve

An error that the user can fix is one line on stderr, `rnntui: …`, and an exit code: 1 if a check
failed, 2 for bad usage and bad input. Only what `--help` needs is imported here; each command imports
what it computes with when it runs.
"""

from __future__ import annotations

import io
import os
import sys
from typing import Annotated, Any, TextIO

# Set before NumPy is imported: a timestep's products are too small to share among threads, and
# creating the threads is part of the time a user waits.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import typer
from typer.core import TyperGroup

from rnntui import __version__
from rnntui.cli.convert import convert
from rnntui.cli.info import info
from rnntui.cli.open import open_screen
from rnntui.cli.output import BROKEN_PIPE, INTERRUPTED
from rnntui.cli.run import run as run_commands
from rnntui.cli.serve import serve
from rnntui.cli.trace.command import trace
from rnntui.cli.train.command import train
from rnntui.cli.verify import verify
from rnntui.errors import RnntuiError

# Newer versions of Typer bundle click, older ones import it; this is its root in both.
_UsageError: type[Exception] = typer.BadParameter.__bases__[0]

_OWN_OPTIONS = ("--help", "-h", "--version")


class _Commands(TyperGroup):
    """The subcommands; anything else that comes first is a model to open."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] not in _OWN_OPTIONS):
            args = ["open", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except BrokenPipeError:
            _drop(sys.stdout)
            raise typer.Exit(BROKEN_PIPE) from None


app = typer.Typer(
    name="rnntui",
    cls=_Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "The step-through debugger for Keras RNNs. 'rnntui MODEL' opens a model on the screen, "
        "'rnntui' alone opens the bundled model; write ./info for a model named like a command."
    ),
)
app.command("open")(open_screen)
app.command()(info)
app.command()(verify)
app.command()(convert)
app.command()(trace)
app.command("run")(run_commands)
app.command()(train)
app.command()(serve)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rnntui {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_say_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    pass


def main(arguments: list[str] | None = None) -> None:
    """Run the command with these arguments (by default the process's), and exit."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A name that the terminal's encoding does not have is no reason to fail.
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run the command and return its exit code; errors are reported on stderr, one line each."""
    try:
        # Typer returns the code of an Exit that nothing has caught.
        code = app(arguments, prog_name="rnntui", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except RnntuiError as error:
        _tell(str(error))
        return error.exit_code
    except _UsageError as error:
        _tell(_usage(error))
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except OSError as error:
        # Files that rnntui reads or writes have their own errors: this is stdout, on a full disk.
        _tell(f"{error.filename or 'output'}: {error.strerror or error}")
        _drop(sys.stdout)
        return 2


def _usage(error: Any) -> str:
    """What is wrong with the arguments, and where their help is."""
    message = str(error.format_message())
    if error.ctx is None:
        return message
    return f"{message.rstrip('.')}; see {error.ctx.command_path} --help"


def _tell(message: str) -> None:
    """Print it on stderr as one line, whatever a file name or an option contains."""
    line = "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode()
        for char in " ".join(message.split())
    )
    try:
        print(f"rnntui: {line}", file=sys.stderr, flush=True)
    except OSError:
        _drop(sys.stderr)


def _drop(stream: TextIO) -> None:
    """Discard what is still buffered, so that Python does not complain at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
