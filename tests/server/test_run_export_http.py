"""The table of runs as a file: all that match, over pages, with types in Parquet and safe text in CSV."""

import csv
import io
from collections.abc import Iterator

import httpx
import pyarrow.parquet as pq
import pytest

from tests.server.process import ServerProcess
from tests.server.requests import create_run, post_rows, user_client

URL = "/api/v1/projects/admin/export/runs/export"
COLUMNS = ["config.lr", "config.opt", "config.big", "config.layers", "state"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    with ServerProcess(tmp_path_factory.mktemp("data")) as server:
        yield server


@pytest.fixture(scope="module")
def client(server: ServerProcess) -> Iterator[httpx.Client]:
    with server.client(timeout=30) as client:
        configs = [
            {"lr": 0.1, "opt": "=cmd()", "big": True, "layers": [1, 2]},
            {"lr": float("inf"), "opt": "adam, or sgd", "big": False},
            {"opt": "sgd"},
        ]
        for index, config in enumerate(configs):
            create_run(client, "export", f"r{index}", config=config)
            post_rows(client, "export", f"r{index}", 0, [{"loss": 1, "_step": 0, "_timestamp": 1.79e9}])
        yield client


def test_csv_holds_every_run_with_full_precision(client: httpx.Client) -> None:
    sort = [{"field": "name"}]
    answer = client.post(URL, json={"columns": COLUMNS, "sort": sort})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["run_id"] for row in rows] == ["r0", "r1", "r2"]
    assert [row["config.lr"] for row in rows] == ["0.1", "Infinity", ""]
    assert [row["config.opt"] for row in rows] == ["'=cmd()", "adam, or sgd", "sgd"]
    assert rows[0]["config.layers"] == "[1,2]"


def test_parquet_has_types(client: httpx.Client) -> None:
    body = {"columns": COLUMNS, "format": "parquet", "sort": [{"field": "name"}]}
    table = pq.read_table(io.BytesIO(client.post(URL, json=body).content))
    assert table["config.lr"].to_pylist() == [0.1, float("inf"), None]
    assert table["config.big"].to_pylist() == [True, False, None]
    assert table["config.opt"].to_pylist() == ["=cmd()", "adam, or sgd", "sgd"]
    assert table["state"].to_pylist() == ["running"] * 3


def test_a_filter_cuts_the_file_and_strangers_get_none(client: httpx.Client, server: ServerProcess) -> None:
    body = {"filter": {"field": "config.opt", "op": "eq", "value": "sgd"}}
    assert client.post(URL, json=body).text.splitlines()[1:] != []
    assert len(client.post(URL, json=body).text.splitlines()) == 2
    with user_client(server, "stranger") as stranger:
        assert stranger.post(URL, json={}).status_code == 404
