"""The rnntui command: one file per subcommand."""
