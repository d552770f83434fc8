"""`runlake sync` and `runlake login`: what they do and print. Standard library only."""

import getpass
import json
import sys

from runlake.sdk.leftovers import Outcome, send_leftovers
from runlake.sdk.places import find_server, journals_folder, save_login


def sync(*, url: str | None = None, discard: str | None = None, as_json: bool = False) -> int:
    """Send all journals that no process has, and print what became of each; returns the exit code.

    Each goes to the server that it was written for, or to `url`. The journals of the run `discard` are deleted when
    that server does not have the run any more.
    """
    outcomes = []
    for outcome in send_leftovers(journals_folder(), lambda record: find_server(url or record.url), discard=discard):
        outcomes.append(outcome)
        if not as_json:
            _print(_sentence(outcome))
    if as_json:
        _print(json.dumps({"journals": [_row(outcome) for outcome in outcomes]}, indent=2))
    elif not outcomes:
        _print(f"nothing to send in {journals_folder()}")
    return int(any(outcome.problem is not None for outcome in outcomes))


def login(*, url: str | None = None, api_key: str | None = None, as_json: bool = False) -> int:
    """Remember a server and a key; returns the exit code."""
    server = find_server(url, api_key or getpass.getpass("API key: ").strip())
    path = save_login(server)
    document = json.dumps({"url": server.url, "file": str(path)}, indent=2)
    _print(document if as_json else f"{server.url} and its key are remembered in {path}")
    return 0


def _sentence(outcome: Outcome) -> str:
    name = f"run {outcome.run_id}" if outcome.run_id else str(outcome.folder)
    counts = outcome.counts
    text = f"{name}: {counts.rows_sent:,} rows"
    text += f" and {counts.files_sent:,} files sent" if counts.files_sent else " sent"
    text += f", {counts.rows_refused:,} refused" if counts.rows_refused else ""
    text += f", {counts.bytes_lost:,} bytes were damaged" if counts.bytes_lost else ""
    text += f", {outcome.discarded_bytes:,} bytes discarded" if outcome.discarded_bytes else ""
    return f"{text}; {outcome.pending_bytes:,} bytes pending: {outcome.problem}" if outcome.problem else text


def _row(outcome: Outcome) -> dict[str, object]:
    counts = outcome.counts
    return {
        "folder": str(outcome.folder),
        "project": outcome.project,
        "run_id": outcome.run_id,
        "rows_sent": counts.rows_sent,
        "files_sent": counts.files_sent,
        "rows_refused": counts.rows_refused,
        "bytes_lost": counts.bytes_lost,
        "pending_bytes": outcome.pending_bytes,
        "discarded_bytes": outcome.discarded_bytes,
        "problem": outcome.problem,
    }


def _print(text: str) -> None:
    sys.stdout.write(text + "\n")
