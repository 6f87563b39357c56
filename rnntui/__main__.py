"""`python -m rnntui`, the same as the `rnntui` command."""

from rnntui.cli.main import main

if __name__ == "__main__":
    main()
