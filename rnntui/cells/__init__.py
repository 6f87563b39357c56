"""The recurrent cells, each written once, as equations."""
