"""The route that our own client logs to, over HTTP: what is acknowledged is there once."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pyarrow as pa
import zstandard

from runlake.wire import (
    CONTENT_TYPE,
    ConsoleRecord,
    EndRecord,
    RichEntry,
    RichRecord,
    RowEncoder,
    RunRecord,
    ShapeRecord,
    encode_file,
    encode_record,
)
from tests.server.process import ServerProcess

API = "/api/v1/projects/admin/appended"
TIME_US = 1_700_000_000_250_000
SHAPE = encode_record(ShapeRecord(0, "history", ("loss", "best.acc")))


def append(client: httpx.Client, run_id: str, *frames: bytes, writer: str = "w", entity: str = "~") -> httpx.Response:
    headers = {"Content-Type": CONTENT_TYPE, "Content-Encoding": "zstd"}
    path = f"/api/v1/projects/{entity}/appended/runs/{run_id}/append"
    body = zstandard.compress(b"".join(frames))
    return client.post(path, params={"writer": writer}, content=body, headers=headers)


def rows(first: int, count: int, step: int = 0) -> list[bytes]:
    row = RowEncoder(0, 2)
    return [row.encode(line, step + line, TIME_US + line, (line / 2, 1)) for line in range(first, first + count)]


def begin(host: str = "box", **environment: object) -> bytes:
    known = {"host": host, **environment}
    return encode_record(RunRecord(display_name="first", config={"lr": 0.1}, environment=known, started_us=TIME_US))


def steps_of(client: httpx.Client, run_id: str) -> list[int]:
    body = {"runs": [run_id], "metrics": ["loss"]}
    series = client.post(f"{API}/points", json=body).raise_for_status().json()["series"]
    return [int(step) for step in series[0]["x"]] if series else []


def test_a_run_is_made_logged_to_and_ended(server: ServerProcess) -> None:
    with server.client() as client:
        note = encode_record(RichRecord(2, 2, TIME_US, (RichEntry("note", "string", '"warm"'),)))
        said = encode_record(ConsoleRecord(0, "", TIME_US, ("hello",)))
        answer = append(client, "whole", begin(), SHAPE, *rows(0, 2), note, *rows(2, 1), said)
        assert answer.json() == {
            "entity": "admin",
            "project": "appended",
            "run_id": "whole",
            "display_name": "first",
            "stop_requested": False,
        }
        run = client.get(f"{API}/runs/whole").json()["run"]
        assert (run["state"], run["config"], run["host"]) == ("running", {"lr": 0.1}, "box")
        assert run["created_at"] == "2023-11-14T22:13:20.250Z"
        assert run["summary"]["loss"] == 1
        assert run["summary"]["note"] == "warm"
        assert steps_of(client, "whole") == [0, 1, 2]
        assert [line["text"] for line in client.get(f"{API}/runs/whole/logs").json()["lines"]] == ["hello"]
        for _ in range(2):  # the answer to the first one may be lost
            append(client, "whole", encode_record(EndRecord(exit_code=2))).raise_for_status()
            ended = client.get(f"{API}/runs/whole").json()["run"]
            assert (ended["state"], ended["exit_code"]) == ("failed", 2)


def test_what_comes_again_is_stored_once(server: ServerProcess) -> None:
    with server.client() as client:
        append(client, "again", begin(), SHAPE, *rows(0, 3)).raise_for_status()
        append(client, "again", begin(), SHAPE, *rows(0, 3)).raise_for_status()
        append(client, "again", SHAPE, *rows(2, 3)).raise_for_status()
        assert steps_of(client, "again") == [0, 1, 2, 3, 4]
        assert client.get(f"{API}/runs/again").json()["run"]["point_count"] == 15


def test_a_rewind_that_comes_again_cuts_off_nothing(server: ServerProcess) -> None:
    again = encode_record(RunRecord(config={}, environment={"host": "box"}, rewind_to=1))
    with server.client() as client:
        append(client, "rewound", begin(), SHAPE, *rows(0, 4)).raise_for_status()
        append(client, "rewound", again, SHAPE, *rows(0, 3, step=2), writer="second").raise_for_status()
        append(client, "rewound", again, writer="second").raise_for_status()
        assert steps_of(client, "rewound") == [0, 1, 2, 3, 4]
        late = encode_record(RunRecord(config={}, environment={}, rewind_to=5))
        refused = append(client, "rewound", late, writer="third")
        assert (refused.status_code, "its last step is 4" in refused.text) == (404, True)


def test_writers_do_not_overwrite_each_other_and_only_the_first_ends_the_run(server: ServerProcess) -> None:
    with server.client() as client:
        append(client, "ranks", begin("a"), SHAPE, *rows(0, 2), writer="rank0").raise_for_status()
        append(client, "ranks", begin("b"), SHAPE, *rows(0, 2, step=10), writer="rank1").raise_for_status()
        append(client, "ranks", encode_record(EndRecord(shared=True)), writer="rank1").raise_for_status()
        assert sorted(steps_of(client, "ranks")) == [0, 1, 10, 11]
        assert client.get(f"{API}/runs/ranks").json()["run"]["state"] == "running"
        append(client, "ranks", encode_record(EndRecord(crashed=True)), writer="rank1").raise_for_status()
        assert client.get(f"{API}/runs/ranks").json()["run"]["state"] == "crashed"
        append(client, "ranks", encode_record(EndRecord()), writer="rank0").raise_for_status()
        assert client.get(f"{API}/runs/ranks").json()["run"]["state"] == "finished"


def test_a_process_does_not_end_the_run_that_another_has_taken_up(server: ServerProcess) -> None:
    with server.client() as client:

        def state_after(writer: str, *frames: bytes) -> tuple[str, int | None]:
            append(client, "resumed", *frames, writer=writer).raise_for_status()
            run = client.get(f"{API}/runs/resumed").json()["run"]
            return run["state"], run["exit_code"]

        first = begin(startedAt="2026-01-02T00:00:00+00:00")
        assert state_after("first", first, SHAPE, *rows(0, 2)) == ("running", None)
        assert state_after("first", encode_record(EndRecord(exit_code=1))) == ("failed", 1)
        assert state_after("second", begin(startedAt="2026-01-02T00:00:01Z")) == ("running", None)
        assert state_after("rank", begin(startedAt="2026-01-02T00:00:02Z", rank=1)) == ("running", None)
        for again in (EndRecord(exit_code=1), EndRecord(crashed=True)):
            assert state_after("first", encode_record(again)) == ("running", None)
        assert state_after("second", encode_record(EndRecord())) == ("finished", 0)
        offline = [begin(startedAt="2026-01-01T00:00:00Z"), SHAPE, *rows(0, 2, step=50)]
        assert state_after("offline", *offline) == ("finished", 0)
        assert state_after("offline", encode_record(EndRecord(exit_code=3))) == ("finished", 0)
        assert sorted(steps_of(client, "resumed")) == [0, 1, 50, 51]


def test_many_ranks_at_once_lose_and_double_nothing(server: ServerProcess) -> None:
    ranks, at_once, requests = 16, 5, 4

    def log(rank: int) -> None:
        with server.client() as client:
            for first in range(0, requests * at_once, at_once):
                again = max(0, first - at_once)  # each part comes twice
                frames = rows(again, first + at_once - again, step=rank * 1000)
                answer = append(client, "crowd", begin(f"box{rank}"), SHAPE, *frames, writer=f"rank{rank}")
                answer.raise_for_status()

    with ThreadPoolExecutor(ranks) as pool:
        list(pool.map(log, range(ranks)))
    with server.client() as client:
        body = {"runs": ["crowd"], "metrics": ["loss"], "buckets": 2000}
        [series] = client.post(f"{API}/points", json=body).raise_for_status().json()["series"]
        expected = [rank * 1000 + line for rank in range(ranks) for line in range(requests * at_once)]
        assert sorted(map(int, series["x"])) == expected
        assert series["points"] == len(expected)


def test_files_come_with_the_rows_that_name_them(server: ServerProcess) -> None:
    with server.client() as client:
        value = '{"_type":"image-file","path":"media/images/a.png","sha256":"","format":"png"}'
        picture = encode_record(RichRecord(0, 0, TIME_US, (RichEntry("picture", "image-file", value),)))
        for content in (b"picture", b"picture"):  # the answer to the first one may be lost
            append(client, "files", begin(), encode_file("media/images/a.png", content), SHAPE, picture, *rows(0, 1))
        [shown] = client.get(f"{API}/runs/files/media/picture").json()["values"]
        assert client.get(shown["value"]["url"]).content == b"picture"
        assert client.get(f"{API}/runs/files/files").json()["total"] == 1
        for name in ("../a", "/a", "", "a/"):
            assert append(client, "files", encode_file(name, b"bad")).status_code == 400
        assert append(client, "files", encode_file("empty", b"")).status_code == 200


def test_what_cannot_be_stored_is_refused_with_a_reason(server: ServerProcess) -> None:
    with server.client() as client:
        assert append(client, "missing", SHAPE).status_code == 404
        append(client, "refused", begin()).raise_for_status()
        assert append(client, "refused", b"no frame").json()["error"]["code"] == "malformed_body"
        assert append(client, "refused", writer="w" * 201).status_code == 400
        assert append(client, "refused", begin(), entity="nobody").status_code == 404
        append(client, "refused").raise_for_status()  # a sign of life
        client.delete(f"{API}/runs/refused").raise_for_status()
        assert append(client, "refused", SHAPE).status_code == 404


def test_an_arrow_stream_of_points_makes_a_run_and_may_come_again(server: ServerProcess) -> None:
    def post(first_line: int, count: int) -> httpx.Response:
        steps = list(range(first_line, first_line + count))
        columns = {"metric": ["loss"] * count, "step": steps, "value": steps, "time": [TIME_US] * count}
        table = pa.table(columns | {"metric": pa.array(columns["metric"]).dictionary_encode()})
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        headers = {"Content-Type": "application/vnd.apache.arrow.stream", "Content-Encoding": "zstd"}
        path, told = "/api/v1/projects/~/appended/runs/arrow/append", {"writer": "rust", "first_line": first_line}
        return client.post(path, params=told, content=zstandard.compress(bytes(sink.getvalue())), headers=headers)

    with server.client() as client:
        for first_line, count in ((0, 3), (0, 3), (2, 3)):
            assert post(first_line, count).raise_for_status().json()["run_id"] == "arrow"
        assert steps_of(client, "arrow") == [0, 1, 2, 3, 4]
        run = client.get(f"{API}/runs/arrow").json()["run"]
        assert (run["state"], run["summary"]["loss"]) == ("running", 4)
        append(client, "arrow", encode_record(EndRecord(exit_code=0)), writer="rust").raise_for_status()
        assert client.get(f"{API}/runs/arrow").json()["run"]["state"] == "finished"
