"""The `runlake` command. Importing this loads neither the server nor the command-line library."""

import gc
import sys


def main() -> None:
    """Run the command of `sys.argv`; exits with 0 when it did what was asked."""
    gc.disable()  # while libraries load, everything that is made stays: looking for garbage costs a tenth of the start
    from runlake.cli.app import run

    sys.exit(run())
