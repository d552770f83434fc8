"""Records of Python's `logging` as lines of a run's console.

logging.getLogger().addHandler(RunHandler(run))
"""

import logging

from runlake.sdk import Run

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class RunHandler(logging.Handler):
    """Writes records to the console of a run, errors marked as such. Nothing is printed.

    Args:
        run: a live run; when it is finished, records are passed over.
        level: the least level that is written.
    """

    def __init__(self, run: Run, level: int | str = logging.INFO) -> None:
        super().__init__(level)
        self._run = run
        self.setFormatter(logging.Formatter(_FORMAT))

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._run.add_console_lines(self.format(record), is_error=record.levelno >= logging.ERROR)
        except Exception:  # noqa: BLE001 - the border to the user's program: `logging` has a way to report it
            self.handleError(record)
