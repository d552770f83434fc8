"""Groups over HTTP: the table's statistics and the charts' lines agree with what was logged, forks included."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.server.process import ServerProcess
from tests.server.requests import create_run, post_rows

PROJECT = "/api/v1/projects/admin/grouped"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with ServerProcess(tmp_path_factory.mktemp("data")) as server, server.client(timeout=30) as client:
        for index in range(4):
            opt = "adam" if index < 2 else "sgd"
            create_run(client, "grouped", f"r{index}", config={"opt": opt, "lr": 0.1 * index})
            rows = [{"loss": float(index), "_step": step, "_timestamp": 1.7e9} for step in range(10)]
            post_rows(client, "grouped", f"r{index}", 0, rows)
        yield client


def ask(client: httpx.Client, path: str, **body: Any) -> Any:
    answer = client.post(PROJECT + path, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_filter_of_a_group_is_one_for_the_search(client: httpx.Client) -> None:
    page = ask(client, "/runs/groups", by=["config.opt"], columns=["config.lr"])
    assert [(group["values"], group["run_count"]) for group in page["groups"]] == [(["adam"], 2), (["sgd"], 2)]
    lr = page["groups"][1]["columns"]["config.lr"]
    assert (lr["count"], lr["min"]) == (2, pytest.approx(0.2))
    runs = ask(client, "/runs/search", filter=page["groups"][1]["filter"])["runs"]
    assert sorted(run["run_id"] for run in runs) == ["r2", "r3"]


def test_a_chart_of_groups_is_over_all_their_runs(client: httpx.Client) -> None:
    answer = ask(client, "/points/groups", by=["config.opt"], metrics=["loss"])
    lines = {tuple(series["group"]): series for series in answer["series"]}
    assert set(lines["adam",]["mean"]) == {0.5}
    assert set(lines["sgd",]["runs"]) == {2}
    assert answer["truth"] == {"runs": 4, "points": 40, "bucket": None, "nan": 0, "inf": 0, "groups": 2}


def test_hidden_groups_are_left_out(client: httpx.Client) -> None:
    answer = ask(client, "/points/groups", by=["config.opt"], metrics=["loss"], hidden=[["adam"]])
    assert [series["group"] for series in answer["series"]] == [["sgd"]]
    one = ask(client, "/points/groups", by=["name"], metrics=["loss"], limit=1, hidden=[["r0"]])
    assert [series["group"] for series in one["series"]] == [["r1"]]


def test_a_stranger_sees_no_groups(client: httpx.Client) -> None:
    for path in ("/runs/groups", "/points/groups"):
        answer = httpx.post(f"{client.base_url}{PROJECT}{path}", json={"by": ["a"], "metrics": []}, trust_env=False)
        assert answer.status_code == 401
    assert client.post(PROJECT + "/runs/groups", json={"by": ["tags"]}).status_code == 400


def test_a_group_of_groups_is_hidden_by_its_first_value(client: httpx.Client) -> None:
    by = ["config.opt", "name"]
    answer = ask(client, "/points/groups", by=by, metrics=["loss"], hidden=[["sgd"], ["adam", "r0"]])
    assert [series["group"] for series in answer["series"]] == [["adam", "r1"]]
