"""How long does the first page of a runs list take, with 10,000 runs of 50 config and 50 summary keys?

Asked for over HTTP: filter on a config value, sort by a summary metric, 50 rows with 10 columns, each time by another
metric; the page after it; a search by name; the names of all fields. Then the same while 50 live runs send summaries.
The runs come in through the wandb protocol, and the pages are checked against what was sent.
"""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import orjson

from _server import (
    ENTITY,
    Connection,
    ServerProcess,
    arguments,
    data_folder,
    folder_bytes,
    note,
    quantiles_ms,
    report,
    rss_bytes,
)

PROJECT = "list"
KEYS = 50
PAGE = 50
WRITERS = 8
LIVE_RUNS = 50
RATES = (0.1, 0.03, 0.01, 0.003, 0.001)
COLUMNS = [f"config.option_{index:02d}" for index in range(5)] + [f"summary.metric_{index:02d}" for index in range(5)]


def run_id(index: int) -> str:
    return f"run-{index:05d}"


def config_of(index: int) -> dict[str, Any]:
    """49 options of three types, and the learning rate that is filtered by."""
    chance = random.Random(index)
    options = {f"option_{key:02d}": chance.choice([chance.random(), key, f"word-{key % 7}"]) for key in range(KEYS - 1)}
    return {**options, "lr": chance.choice(RATES)}


def summary_of(index: int) -> dict[str, float]:
    chance = random.Random(1_000_003 + index)
    return {f"metric_{key:02d}": chance.random() for key in range(KEYS)}


def in_parallel(work: Callable[[Connection, int], None], server: ServerProcess, count: int) -> float:
    """Do `work` for 0 … count - 1 in a few threads; returns how long it took, in seconds."""
    todo, errors = list(reversed(range(count))), []

    def drain() -> None:
        connection = Connection(server)
        try:
            while todo and not errors:
                work(connection, todo.pop())
        except Exception as error:  # noqa: BLE001 - raised below, in the caller's thread
            errors.append(error)

    threads = [threading.Thread(target=drain) for _ in range(WRITERS)]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return time.monotonic() - started


def seed(server: ServerProcess, count: int) -> dict[str, float]:
    """Create the runs, then send their summaries and ends."""

    def create(connection: Connection, index: int) -> None:
        connection.create_run(PROJECT, run_id(index), config_of(index))

    def finish(connection: Connection, index: int) -> None:
        send_summary(connection, run_id(index), summary_of(index), complete=True)

    Connection(server).create_run(PROJECT, run_id(0), config_of(0))  # the project is there before many ask for it
    created_s = in_parallel(create, server, count)
    finished_s = in_parallel(finish, server, count)
    rates = {"creations_per_s": round(count / created_s), "summaries_per_s": round(count / finished_s)}
    note(f"seeded {count:,} runs: {rates}")
    return rates


def send_summary(connection: Connection, name: str, summary: dict[str, float], *, complete: bool = False) -> None:
    chunk = {"offset": 0, "content": [orjson.dumps(summary).decode()]}
    body: dict[str, Any] = {"files": {"wandb-summary.json": chunk}}
    if complete:
        body |= {"complete": True, "exitcode": 0}
    connection.stream(PROJECT, name, orjson.dumps(body))


def page_query(repeat: int, **more: Any) -> dict[str, Any]:
    return {
        "filter": {"field": "config.lr", "op": "eq", "value": RATES[repeat % len(RATES)]},
        "sort": [{"field": f"summary.metric_{repeat % KEYS:02d}", "descending": repeat % 2 == 0}],
        "columns": COLUMNS,
        "limit": PAGE,
        **more,
    }


def search(connection: Connection, query: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = connection.ask("POST", f"/api/v1/projects/{ENTITY}/{PROJECT}/runs/search", query)
    return found


def check(connection: Connection, count: int) -> None:
    """Two pages hold the right runs in the right order, with the right values."""
    first = search(connection, page_query(0))
    second = search(connection, page_query(0, cursor=first["next_cursor"]))
    matching = [index for index in range(count) if config_of(index)["lr"] == RATES[0]]
    matching.sort(key=lambda index: summary_of(index)["metric_00"], reverse=True)
    found = [row["run_id"] for row in first["runs"] + second["runs"]]
    if first["total"] != len(matching) or found != [run_id(index) for index in matching[: 2 * PAGE]]:
        raise RuntimeError(f"the list is wrong: {first['total']} runs, {found[:5]} …")
    fields = first["runs"][0]["fields"]
    expected = config_of(matching[0]) | summary_of(matching[0])
    if fields != {column: expected[column.partition(".")[2]] for column in COLUMNS}:
        raise RuntimeError(f"the columns are wrong: {json.dumps(fields)}")


def timed(ask: Callable[[int], object], repeats: int) -> dict[str, float]:
    durations = []
    for repeat in range(repeats + 5):
        started = time.perf_counter()
        ask(repeat)
        durations.append(time.perf_counter() - started)
    return quantiles_ms(durations[5:])  # the first ones open connections and caches


@contextmanager
def live_runs(server: ServerProcess) -> Iterator[Callable[[], float]]:
    """A few threads keep sending summaries of live runs; gives a function that says how many a second so far."""
    sent, ended, started = 0, threading.Event(), time.monotonic()

    def keep_sending(first: int) -> None:
        nonlocal sent
        connection, mine = Connection(server), range(first, LIVE_RUNS, 2)
        for index in mine:
            connection.create_run(PROJECT, f"live-{index}")
        while not ended.is_set():
            for index in mine:
                send_summary(connection, f"live-{index}", summary_of(sent))
                sent += 1
                if ended.wait(0.02):
                    break

    threads = [threading.Thread(target=keep_sending, args=(first,)) for first in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield lambda: round(sent / (time.monotonic() - started), 1)
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def measure(server: ServerProcess, runs: int, repeats: int) -> dict[str, Any]:
    """All figures of a seeded server."""
    connection = Connection(server)
    check(connection, runs)
    cursors = [search(connection, page_query(repeat))["next_cursor"] for repeat in range(20)]
    fields = f"/api/v1/projects/{ENTITY}/{PROJECT}/fields?limit=1000"
    by_name = {"filter": {"field": "display_name", "op": "regex", "value": "(?i)fox"}, "limit": PAGE}

    def next_page(repeat: int) -> object:
        return search(connection, page_query(repeat % 20, cursor=cursors[repeat % 20]))

    figures: dict[str, Any] = {
        "first_page": timed(lambda repeat: search(connection, page_query(repeat)), repeats),
        "next_page": timed(next_page, repeats),
        "page_of_500": timed(lambda repeat: search(connection, page_query(repeat, limit=500)), repeats),
        "name_search": timed(lambda _: search(connection, by_name), repeats),
        "all_fields": timed(lambda _: connection.ask("GET", fields), repeats // 4),
        "projects": timed(lambda _: connection.ask("GET", "/api/v1/projects"), repeats // 4),
    }
    with live_runs(server) as rate:
        busy = timed(lambda repeat: search(connection, page_query(repeat)), repeats)
        figures["first_page_beside_live_runs"] = {**busy, "summaries_per_s": rate()}
    return {**figures, "rss_mb": round(rss_bytes(server) / 1e6)}


def main() -> None:
    options = arguments(__doc__, runs=10_000, repeats=100)
    with data_folder(options.data_dir) as folder:
        with ServerProcess(folder) as server:
            stored = Connection(server).ask("GET", "/api/v1/projects")["projects"]
            is_seeded = any(project["name"] == PROJECT for project in stored)
            rates = {} if is_seeded else seed(server, options.runs)
            figures = measure(server, options.runs, options.repeats)
        sizes = {name: folder_bytes(folder / name) for name in ("", "columnar")}
    bytes_per_run = {name or "everything": round(size / options.runs) for name, size in sizes.items()}
    report("runs_list", **figures, **rates, runs=options.runs, keys=2 * KEYS, bytes_per_run=bytes_per_run)


if __name__ == "__main__":
    main()
