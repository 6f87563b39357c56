"""The screens: the debugger itself, and those that open over it; imported when they are needed."""
