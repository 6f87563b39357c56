"""The language that cells are written in: parse, operations, execution."""
