"""Table of all actions: what each key does, for key bindings, the palette and the help.

Each action names a command line of `rnntui.debugger.commands`. A key press runs that line, so that a
session on the screen is recorded as a script that repeats it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Action:
    """One action.

    id: its name in code and keymaps; keys: Textual's key names
    shown: the key as shown to the user; title: a few words; help: one sentence
    group: its heading in the help
    command: the command line it runs; counted: the line with a count ("{}"), "" if it takes none
    hint: its label in the footer, "" for none
    """

    id: str
    keys: tuple[str, ...]
    shown: str
    title: str
    help: str
    group: str
    command: str
    counted: str = ""
    hint: str = ""

    def line(self, count: int | None) -> str:
        """The command line of a key press, with the count typed before it."""
        if count is None or not self.counted:
            return self.command
        return self.counted.format(count)


STEPPING, STOPS, PLACES = "Stepping", "Breakpoints and commands", "Navigation"
SCREEN, SAMPLES = "Screen", "Samples and models"

ACTIONS: tuple[Action, ...] = (
    Action(
        "next", ("n",), "n", "Next timestep",
        "Go to the next timestep, at the same equation; 5n moves five.",
        STEPPING, "next", "next {}", "next",
    ),
    Action(
        "reverse_next", ("N",), "N", "Previous timestep",
        "Go to the previous timestep. Shift always means backwards.",
        STEPPING, "reverse-next", "reverse-next {}",
    ),
    Action(
        "step", ("s",), "s", "Next equation",
        "Go to the next equation, through layers and timesteps.",
        STEPPING, "step", "step {}", "step",
    ),
    Action(
        "reverse_step", ("S",), "S", "Previous equation",
        "Go to the previous equation.",
        STEPPING, "reverse-step", "reverse-step {}",
    ),
    Action(
        "continue", ("c",), "c", "Continue",
        "Run to the next breakpoint, or to the end.",
        STEPPING, "continue", "continue {}", "continue",
    ),
    Action(
        "reverse_continue", ("C",), "C", "Continue backwards",
        "Run back to the previous breakpoint, or to the start.",
        STEPPING, "reverse-continue", "reverse-continue {}",
    ),
    Action(
        "finish", ("f",), "f", "Finish the layer",
        "Go to the layer's last equation, then the next layer's.",
        STEPPING, "finish", "finish {}",
    ),
    Action(
        "reverse_finish", ("F",), "F", "Back to the layer's start",
        "Go to the layer's first equation, then the previous layer's.",
        STEPPING, "reverse-finish", "reverse-finish {}",
    ),
    Action(
        "until", ("a",), "a", "Run until…",
        "Run until a condition holds, ignoring breakpoints.",
        STEPPING, "until",
    ),
    Action(
        "play", ("space",), "space", "Play or pause",
        "Step automatically to a breakpoint; 10 space: ten a second.",
        STEPPING, "play", "play {}",
    ),
    Action(
        "faster", ("plus", "equals_sign"), "+", "Play faster",
        "Double the timesteps per second.",
        STEPPING, "faster",
    ),
    Action(
        "slower", ("minus",), "-", "Play slower",
        "Halve the timesteps per second.",
        STEPPING, "slower",
    ),
    Action(
        "break", ("b",), "b", "Breakpoint…",
        "b, enter: set or delete one here; or type a condition. 2b: enable or disable.",
        STOPS, "break", hint="break",
    ),
    Action(
        "watch", ("w",), "w", "Watch…",
        "Show an expression at each stop and over t; 2w deletes watch 2.",
        STOPS, "watch", "unwatch {}", "watch",
    ),
    Action(
        "command", ("colon",), ":", "Command line",
        "Type commands: tab completes, ↑ recalls, :help lists all.",
        STOPS, "command", hint="command",
    ),
    Action(
        "find", ("slash",), "/", "Find…",
        "Find where an expression first holds, over samples, layers and t.",
        STOPS, "find",
    ),
    Action(
        "first", ("g",), "g", "First timestep",
        "Go to t=0; 42g goes to t=42.",
        PLACES, "goto first", "goto {}",
    ),
    Action(
        "last", ("G",), "G", "Last timestep, or timestep N",
        "Go to the last timestep; 42G goes to t=42.",
        PLACES, "goto last", "goto {}",
    ),
    Action(
        "layer_below", ("d",), "d", "Next layer",
        "Go to the first equation of the next layer.",
        PLACES, "down", "down {}",
    ),
    Action(
        "layer_above", ("u",), "u", "Previous layer",
        "Go to the first equation of the previous layer.",
        PLACES, "up", "up {}",
    ),
    Action(
        "next_unit", ("right", "l"), "→ l", "Next output unit",
        "Work out the next unit of the equation, term by term.",
        PLACES, "unit next", "unit next {}",
    ),
    Action(
        "previous_unit", ("left", "h"), "← h", "Previous output unit",
        "Work out the previous unit.",
        PLACES, "unit previous", "unit previous {}",
    ),
    Action(
        "next_output", ("O",), "O", "Next model output",
        "Show the prediction of the next output, if the model has several.",
        PLACES, "output next",
    ),
    Action(
        "precision", ("e",), "e", "More or fewer digits",
        "Show numbers with 4, 8, all or 2 digits.",
        SCREEN, "precision",
    ),
    Action(
        "vectors", ("x",), "x", "Expand or summarize long vectors",
        "Show long vectors in full among the variables, or summarize them.",
        SCREEN, "vectors",
    ),
    Action(
        "next_pane", ("tab",), "tab", "Next pane",
        "Move to the next pane; in a layout with tabs, bring it to the front.",
        SCREEN, "pane next", hint="pane",
    ),
    Action(
        "previous_pane", ("shift+tab",), "shift+tab", "Previous pane",
        "Move to the previous pane.",
        SCREEN, "pane previous",
    ),
    Action(
        "zoom", ("z",), "z", "Zoom",
        "Show the pane on the whole screen, or restore the layout.",
        SCREEN, "zoom",
    ),
    Action(
        "layout", ("L",), "L", "Next layout",
        "Change the layout: narrow, wide, large, focus, presenter.",
        SCREEN, "layout next",
    ),
    Action(
        "hide", ("H",), "H", "Hide the pane",
        "Hide the selected pane; the others use its space.",
        SCREEN, "hide",
    ),
    Action(
        "unhide", ("Z",), "Z", "Show hidden panes",
        "Show all hidden panes.",
        SCREEN, "unhide",
    ),
    Action(
        "swap_next", ("right_curly_bracket",), "}", "Move the pane forward",
        "Swap the pane with the next one.",
        SCREEN, "swap next",
    ),
    Action(
        "swap_previous", ("left_curly_bracket",), "{", "Move the pane back",
        "Swap the pane with the previous one.",
        SCREEN, "swap previous",
    ),
    Action(
        "theme", ("i",), "i", "Theme…",
        "Choose the color theme; the colors of numbers stay the same.",
        SCREEN, "theme",
    ),
    Action(
        "timeline_out", ("less_than_sign",), "<", "More timesteps per column",
        "Zoom the timeline out; each column keeps its minimum and maximum.",
        SCREEN, "timeline out", "timeline out {}",
    ),
    Action(
        "timeline_in", ("greater_than_sign",), ">", "Fewer timesteps per column",
        "Zoom the timeline in, down to one number per timestep.",
        SCREEN, "timeline in", "timeline in {}",
    ),
    Action(
        "timeline_next", ("v",), "v", "Next timeline variable",
        "Show the next variable in the timeline: states, gates, inputs.",
        SCREEN, "timeline next", "timeline next {}",
    ),
    Action(
        "timeline_previous", ("V",), "V", "Previous timeline variable",
        "Show the previous variable in the timeline.",
        SCREEN, "timeline previous", "timeline previous {}",
    ),
    Action(
        "export", ("Y",), "Y", "Save…",
        "Save this frame (.md, .tex, .txt), its values (.npz) or the screen (.svg).",
        SCREEN, "export",
    ),
    Action(
        "copy", ("y",), "y", "Copy",
        "Copy this frame to the clipboard as text, if the terminal supports it.",
        SCREEN, "copy",
    ),
    Action(
        "help", ("question_mark",), "?", "Help on the pane",
        "Explain the pane and how its values are computed; press again for all keys.",
        SCREEN, "help", hint="help",
    ),
    Action(
        "keys", ("f1",), "F1", "All keys and commands",
        "Show all keys, symbols and commands.",
        SCREEN, "help keys",
    ),
    Action(
        "tour", ("T",), "T", "Tour",
        "Learn the screen in five steps; esc ends the tour.",
        SCREEN, "tour",
    ),
    Action(
        "palette", ("ctrl+p",), "ctrl+p", "Command palette",
        "Search all actions by name.",
        SCREEN, "palette",
    ),
    Action(
        "suspend", ("ctrl+z",), "ctrl+z", "Suspend",
        "Suspend the debugger; resume it with fg in the shell.",
        SCREEN, "suspend",
    ),
    Action("quit", ("q",), "q", "Quit", "Quit the debugger.", SCREEN, "quit", hint="quit"),
    Action(
        "next_sample", ("right_square_bracket",), "]", "Next sample",
        "Open the next sample at the same timestep.",
        SAMPLES, "sample next", "sample next {}",
    ),
    Action(
        "previous_sample", ("left_square_bracket",), "[", "Previous sample",
        "Open the previous sample.",
        SAMPLES, "sample previous", "sample previous {}", "] sample",
    ),
    Action(
        "pick_sample", ("o", "p"), "o", "Samples…",
        "List all samples by error, saturation or output; filter and open them.",
        SAMPLES, "pick", hint="open",
    ),
    Action(
        "model", ("m",), "m", "Model…",
        "Show the cursor and all layers: shapes, parameters, weights; enter goes there.",
        SAMPLES, "model",
    ),
    Action(
        "train", ("t",), "t", "Train a model…",
        "Train a new model on this data and step through it.",
        SAMPLES, "train",
    ),
)  # fmt: skip

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}
