"""The `runlake` command. Importing this loads neither the server nor the command-line library."""

import gc
import sys


def main() -> None:
    """Run the command of `sys.argv`; exits with 0 when it did what was asked."""
    gc.disable()  # while libraries load, everything that is made stays: looking for garbage costs a tenth of the start
    try:
        from runlake.cli.app import run
    except ModuleNotFoundError as error:
        from runlake.sdk import commands

        if sys.argv[1:2] and sys.argv[1] in commands.NAMES:
            sys.exit(commands.main(sys.argv[1:]))
        sys.exit(f'runlake: {error.name} is missing: the command needs pip install "runlake[server]"')
    sys.exit(run())
