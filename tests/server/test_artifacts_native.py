"""The native artifact routes: found, opened, compared, traced, changed; and closed to strangers."""

import json
import struct
import time
from typing import Any

import httpx
import pytest

from tests.server.artifact_parts import open_parts
from tests.server.artifact_requests import link_version, log_version, use_version
from tests.server.process import ServerProcess
from tests.server.requests import create_run, trace_that_used, user_client

BASE = "/api/v1/projects/admin/orchard"
DATA = f"{BASE}/artifacts/apples"
HTML = b"<script>fetch('/api/v1/session')</script>"


def safetensors() -> bytes:
    header = json.dumps(
        {
            "__metadata__": {"format": "pt"},
            "tail": {"dtype": "F16", "shape": [2], "data_offsets": [24, 28]},
            "head": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]},
        }
    ).encode()
    return struct.pack("<Q", len(header)) + header + bytes(28)


V0: dict[str, bytes | str] = {
    "readme.md": b"apples",
    "train/a.txt": b"a",
    "train/deep/b.txt": b"b",
    "train-extra.txt": b"not below train",
    "page.html": HTML,
    "far.tar": "https://example.org/far.tar",
}
V1 = {**V0, "train/a.txt": b"a, better", "train/c.txt": b"new"}
del V1["readme.md"]


@pytest.fixture(scope="module")
def orchard(server: ServerProcess) -> dict[str, str]:
    """Two versions of a data set, seven trainings on the first one with a model each; ids by name."""
    ids: dict[str, str] = {}
    with server.client() as client:
        create_run(client, "orchard", "prepare")
        meta = {"rows": 3, "split": {"train": 0.5}, "odd": float("nan")}
        ids["v0"] = log_version(
            client, "orchard", "apples", V0, run="prepare", aliases=("latest", "ripe"), metadata=meta
        )
        ids["v1"] = log_version(
            client, "orchard", "apples", V1, run="prepare", metadata={"rows": 4, "split": {"train": 0.5}, "new": True}
        )
        for place in range(7):
            create_run(client, "orchard", f"train-{place}")
            use_version(client, ids["v0"], "orchard", f"train-{place}")
            files = {"model.safetensors": safetensors() + bytes([place]), "bad.safetensors": b"12345678901"}
            ids[f"model-{place}"] = log_version(
                client, "orchard", f"cider-{place}", files, kind="model", run=f"train-{place}"
            )
        link_version(client, ids["model-0"], "orchard", "cellar")
    return ids


@pytest.fixture
def client(server: ServerProcess, orchard: dict[str, str]) -> Any:
    with server.client() as client:
        yield client


def read(client: httpx.Client, path: str, **query: Any) -> Any:
    answer = client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_types_and_collections_are_counted_and_paged(client: httpx.Client) -> None:
    types = read(client, f"{BASE}/artifact-types")["types"]
    assert [(each["name"], each["collection_count"], each["version_count"]) for each in types] == [
        ("dataset", 1, 2),
        ("model", 8, 8),
    ]
    names: list[str] = []
    cursor = None
    while True:
        page = read(client, f"{BASE}/artifacts", limit=3, type="model", **({"cursor": cursor} if cursor else {}))
        assert page["total"] == 8
        names += [each["name"] for each in page["collections"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert names == ["cellar", *(f"cider-{place}" for place in range(7))]


def test_a_collection_shows_its_newest_version(client: httpx.Client) -> None:
    (found,) = read(client, f"{BASE}/artifacts", search="APPL")["collections"]
    assert found["latest_version"] == "v1"
    assert found["version_count"] == 2
    assert found["file_count"] == len(V1)
    assert {each["alias"]: each["version"] for each in found["aliases"]} == {"latest": "v1", "ripe": "v0"}
    assert [each["name"] for each in read(client, f"{BASE}/artifacts", search="ripe")["collections"]] == ["apples"]
    assert read(client, f"{BASE}/artifacts", search="100%")["collections"] == []
    assert read(client, DATA)["collection"] == found


def test_versions_come_newest_first_with_their_makers_and_users(client: httpx.Client) -> None:
    page = read(client, f"{DATA}/versions", limit=1)
    assert (page["total"], page["next_before"]) == (2, 1)
    (newest,) = page["versions"]
    assert (newest["version"], newest["aliases"], newest["run"]["run_id"]) == ("v1", ["latest"], "prepare")
    (oldest,) = read(client, f"{DATA}/versions", before=1)["versions"]
    assert (oldest["version"], oldest["aliases"], oldest["used_by_count"]) == ("v0", ["ripe"], 7)
    assert oldest["metadata"]["odd"] == "NaN"
    assert [each["version"] for each in read(client, f"{DATA}/versions", search="rip")["versions"]] == ["v0"]
    assert [each["version"] for each in read(client, f"{DATA}/versions", search="v1")["versions"]] == ["v1"]


def test_a_version_is_found_by_number_alias_and_digest(client: httpx.Client) -> None:
    found = read(client, f"{DATA}/versions/v0")["version"]
    assert [run["run_id"] for run in found["used_by"]] == [f"train-{place}" for place in range(7)]
    assert found["ref"] == "runlake:///admin/orchard/artifact/apples:v0"
    for name in ("ripe", found["digest"]):
        assert read(client, f"{DATA}/versions/{name}")["version"] == found
    assert client.get(f"{DATA}/versions/v7").status_code == 404
    linked = read(client, f"{BASE}/artifacts/cellar/versions/production")["version"]
    (source,) = linked["links"]
    assert (source["collection"], source["version"], source["is_source"]) == ("cider-0", "v0", True)


def test_folders_are_browsed_by_prefix(client: httpx.Client) -> None:
    top = read(client, f"{DATA}/versions/v0/files")
    assert [each["name"] for each in top["entries"]] == [
        "train",
        "far.tar",
        "page.html",
        "readme.md",
        "train-extra.txt",
    ]
    assert (top["entries"][0]["file_count"], top["entries"][0]["size_bytes"]) == (2, 2)
    assert (top["file_count"], top["total"]) == (len(V0), 5)
    below = read(client, f"{DATA}/versions/v0/files", prefix="train/")
    assert [each["name"] for each in below["entries"]] == ["train/deep", "train/a.txt"]
    second = read(client, f"{DATA}/versions/v0/files", offset=1, limit=2)
    assert [each["name"] for each in second["entries"]] == ["far.tar", "page.html"]
    found = read(client, f"{DATA}/versions/v0/files", search="B.TXT")
    assert [each["name"] for each in found["entries"]] == ["train/deep/b.txt"]
    for name, count in (("train/deep/b.txt", 1), ("train/deep", 0), ("nothing", 0)):
        assert read(client, f"{DATA}/versions/v0/files", name=name)["total"] == count


def test_bytes_are_read_in_ranges_and_cannot_act(client: httpx.Client) -> None:
    path = f"{DATA}/versions/v1/files/train/a.txt"
    whole = client.get(path)
    assert whole.content == b"a, better"
    assert client.get(path, headers={"If-None-Match": whole.headers["etag"]}).status_code == 304
    part = client.get(path, headers={"Range": "bytes=3-"})
    assert (part.status_code, part.content) == (206, b"better")
    assert "attachment" in client.get(path, params={"download": "1"}).headers["content-disposition"]
    page = client.get(f"{DATA}/versions/v1/files/page.html")
    assert page.headers["content-security-policy"].startswith("sandbox")
    assert page.headers["x-content-type-options"] == "nosniff"
    assert client.get(f"{DATA}/versions/v1/files/readme.md").status_code == 404
    reference = client.get(f"{DATA}/versions/v1/files/far.tar")
    assert reference.status_code == 400
    assert "example.org" in reference.json()["error"]["message"]


def test_the_header_of_safetensors(client: httpx.Client) -> None:
    base = f"{BASE}/artifacts/cider-0/versions/latest/tensors"
    found = read(client, f"{base}/model.safetensors")
    assert [(each["name"], each["dtype"], each["shape"]) for each in found["tensors"]] == [
        ("head", "F32", [2, 3]),
        ("tail", "F16", [2]),
    ]
    assert (found["value_count"], found["metadata"]) == (8, {"format": "pt"})
    damaged = client.get(f"{base}/bad.safetensors")
    assert damaged.status_code == 400
    assert "not a safetensors file" in damaged.json()["error"]["message"]


def test_what_two_versions_differ_in(client: httpx.Client) -> None:
    found = read(client, f"{DATA}/versions/v1/diff", base="ripe")
    assert [(each["name"], each["kind"]) for each in found["files"]] == [
        ("readme.md", "removed"),
        ("train/a.txt", "changed"),
        ("train/c.txt", "added"),
    ]
    assert found["counts"] == {"added": 1, "removed": 1, "changed": 1, "same": 4}
    assert found["files"][1]["size_delta"] == len(b", better")
    assert [(each["path"], each["kind"]) for each in found["metadata"]] == [
        ("new", "added"),
        ("odd", "removed"),
        ("rows", "changed"),
    ]
    assert [
        each["name"] for each in read(client, f"{DATA}/versions/v1/diff", base="apples:v0", kind="added")["files"]
    ] == ["train/c.txt"]
    assert client.get(f"{DATA}/versions/v1/diff", params={"base": "v9"}).status_code == 404


def test_lineage_goes_both_ways_and_clusters_siblings(client: httpx.Client) -> None:
    graph = read(client, f"{DATA}/versions/v0/lineage", depth=2)
    by_name = {node.get("run_id") or f"{node['collection']}:{node['version']}": node for node in graph["nodes"]}
    assert set(by_name) == {
        "prepare",
        "apples:v0",
        *(f"train-{n}" for n in range(7)),
        *(f"cider-{n}:v0" for n in range(7)),
    }
    assert (by_name["prepare"]["level"], by_name["train-0"]["level"], by_name["cider-0:v0"]["level"]) == (-1, 1, 2)
    runs = {by_name[f"train-{n}"]["cluster"] for n in range(7)}
    models = {by_name[f"cider-{n}:v0"]["cluster"] for n in range(7)}
    assert len(runs) == len(models) == 1
    assert None not in runs | models
    assert runs != models
    edges = {(edge["source"], edge["target"]) for edge in graph["edges"]}
    assert (by_name["train-3"]["node_id"], by_name["cider-3:v0"]["node_id"]) in edges
    assert not graph["truncated"]


def test_lineage_goes_on_to_the_spans_that_used_a_version(client: httpx.Client) -> None:
    own, shelf = "admin/orchard/artifact/cider-0:v0", "runlake:///admin/orchard/artifact/cellar:production"
    now = time.time_ns()
    named = [(f"runlake:///{own}", now), ("wandb-artifact:///admin/orchard/cider-0:v0", now), (shelf, now)]
    named += [
        (shelf, now - 10**15),
        ("runlake:///admin/orchard/artifact/cider-1:v0", now),
    ]  # before the alias was given
    for number, (ref, began_ns) in enumerate(named, 1):
        trace_that_used(client, "orchard", ref, number=number, began_ns=began_ns)
    graph = read(client, f"{BASE}/artifacts/cider-0/versions/v0/lineage")
    used = {node["alias"]: node for node in graph["nodes"] if node["kind"] == "spans"}
    assert {alias: node["spans"] for alias, node in used.items()} == {"": 2, "production": 1}
    assert (used[""]["level"], used[""]["since"], used["production"]["refs"][0]) == (1, None, shelf)
    assert {"source": graph["start"], "target": used["production"]["node_id"]} in graph["edges"]
    cousins = read(client, f"{DATA}/versions/v0/lineage")
    clustered = [node["cluster"] for node in cousins["nodes"] if node["kind"] == "spans"]
    assert (len(clustered), len(set(clustered))) == (3, 1)


def test_lineage_is_cut_at_its_rim(client: httpx.Client) -> None:
    near = read(client, f"{DATA}/versions/v0/lineage", depth=1)
    train = next(node for node in near["nodes"] if node.get("run_id") == "train-0")
    assert (near["truncated"], train["hidden_count"]) == (True, 1)
    few = read(client, f"{BASE}/runs/prepare/lineage", nodes=10)
    assert len(few["nodes"]) == 10
    assert few["truncated"]


def test_a_run_lists_what_it_used_and_made(client: httpx.Client) -> None:
    found = read(client, f"{BASE}/runs/train-2/artifacts")
    assert [f"{each['collection']}:{each['version']}" for each in found["inputs"]] == ["apples:v0"]
    assert [f"{each['collection']}:{each['version']}" for each in found["outputs"]] == ["cider-2:v0"]


def test_aliases_tags_and_texts_change(client: httpx.Client) -> None:
    body = {"description": "sweet", "aliases_to_add": ["best"], "tags_to_add": ["red"]}
    changed = client.patch(f"{BASE}/artifacts/cider-1/versions/v0", json=body).json()["version"]
    assert (changed["description"], set(changed["aliases"]), changed["tags"]) == ("sweet", {"latest", "best"}, ["red"])
    back = {"aliases_to_delete": ["best"], "tags_to_delete": ["red"]}
    changed = client.patch(f"{BASE}/artifacts/cider-1/versions/v0", json=back).json()["version"]
    assert (changed["aliases"], changed["tags"], changed["description"]) == (["latest"], [], "sweet")
    for wrong in ("v3", "a/b", "a:b"):
        answer = client.patch(f"{BASE}/artifacts/cider-1/versions/v0", json={"aliases_to_add": [wrong]})
        assert answer.status_code == 400, wrong
    announced = {"type": "data", "digest": "0" * 32, "client_id": "odd-metadata"}
    assert client.post(f"{BASE}/artifacts/odd/uploads", json={**announced, "metadata": {"a": 2**70}}).status_code == 400
    edited = client.patch(f"{BASE}/artifacts/cider-1", json={"description": "press", "tags_to_add": ["juice"]})
    assert (edited.json()["collection"]["description"], edited.json()["collection"]["tags"]) == ("press", ["juice"])
    assert [each["name"] for each in read(client, f"{BASE}/artifacts", tag="juice")["collections"]] == ["cider-1"]


def test_versions_are_kept_as_long_as_they_or_their_collection_say(client: httpx.Client) -> None:
    def told(ttl_s: int | None) -> tuple[int | None, bool, int | None]:
        answer = client.patch(f"{BASE}/artifacts/cider-2/versions/v0", json={"ttl_s": ttl_s}).raise_for_status()
        row = answer.json()["version"]
        return row["ttl_s"], row["ttl_is_inherited"], row["collection_ttl_s"]

    edited = client.patch(f"{BASE}/artifacts/cider-2", json={"ttl_s": 7200}).raise_for_status()
    assert edited.json()["collection"]["ttl_s"] == 7200
    assert told(None) == (7200, True, 7200)
    assert told(3600) == (3600, False, 7200)
    assert told(0) == (None, False, 7200)
    assert told(-1) == (7200, True, 7200)
    assert client.patch(f"{BASE}/artifacts/cider-2/versions/v0", json={"ttl_s": -2}).status_code == 400
    client.patch(f"{BASE}/artifacts/cider-2", json={"ttl_s": 0}).raise_for_status()
    assert told(None) == (None, True, None)


def test_what_is_uploaded_is_told_of_until_it_is_committed(client: httpx.Client) -> None:
    file = open_parts(client, "orchard", "barrel", b"0123456789", 4)
    file.send(2)
    (found,) = read(client, f"{BASE}/artifacts/barrel/uploads")["uploads"]
    assert (found["part_count"], found["parts_expected"], found["size_bytes"], found["user"]) == (1, 3, 4, "admin")
    assert read(client, f"{BASE}/artifacts/barrel/versions")["versions"] == []
    file.send(1, 3)
    file.complete(client)
    (found,) = read(client, f"{BASE}/artifacts/barrel/uploads")["uploads"]
    assert (found["file_count"], found["size_bytes"], found["parts_expected"]) == (1, 10, 0)
    file.commit(client, "orchard")
    assert read(client, f"{BASE}/artifacts/barrel/uploads")["uploads"] == []


def test_a_version_with_an_alias_is_not_deleted_by_accident(server: ServerProcess) -> None:
    base = "/api/v1/projects/admin/compost/artifacts/peel/versions"
    with server.client() as client:
        log_version(client, "compost", "peel", {"a": b"1"}, aliases=("latest", "kept"))
        log_version(client, "compost", "peel", {"a": b"2"})
        refused = client.delete(f"{base}/v0")
        assert refused.status_code == 409
        assert "'kept'" in refused.json()["error"]["message"]
        assert client.delete(f"{base}/v1").status_code == 204
        assert client.get(f"{base}/v1").status_code == 404
        assert read(client, f"{base}/latest")["version"]["version"] == "v0"
        assert client.delete(f"{base}/v0", params={"even_with_aliases": "1"}).status_code == 204
        assert client.delete("/api/v1/projects/admin/compost/artifacts/peel").status_code == 204
        assert client.get("/api/v1/projects/admin/compost/artifacts/peel").status_code == 404


ROUTES = [
    ("GET", "/artifact-types"),
    ("GET", "/artifacts"),
    ("GET", "/artifacts/apples"),
    ("PATCH", "/artifacts/apples"),
    ("DELETE", "/artifacts/apples"),
    ("GET", "/artifacts/apples/versions"),
    ("GET", "/artifacts/apples/versions/v0"),
    ("PATCH", "/artifacts/apples/versions/v0"),
    ("DELETE", "/artifacts/apples/versions/v0"),
    ("GET", "/artifacts/apples/versions/v0/files"),
    ("GET", "/artifacts/apples/versions/v0/files/train/a.txt"),
    ("GET", "/artifacts/cider-0/versions/v0/tensors/model.safetensors"),
    ("GET", "/artifacts/apples/versions/v1/diff?base=v0"),
    ("GET", "/artifacts/apples/versions/v0/lineage"),
    ("GET", "/runs/train-0/artifacts"),
    ("GET", "/runs/train-0/lineage"),
]


def test_a_stranger_finds_nothing(server: ServerProcess, orchard: dict[str, str]) -> None:
    with user_client(server, "scrumper") as stranger:
        for method, path in ROUTES:
            answer = stranger.request(method, BASE + path, json={} if method == "PATCH" else None)
            assert answer.status_code == 404, f"{method} {path}: {answer.status_code} {answer.text[:200]}"


def test_a_graph_does_not_lead_into_projects_that_one_may_not_see(server: ServerProcess) -> None:
    with server.client() as admin, user_client(server, "visitor") as visitor:
        admin.post("/api/v1/projects", json={"entity": "admin", "name": "open", "visibility": "shared_read"})
        create_run(admin, "open", "maker")
        create_run(admin, "closed", "secret-user")
        version_id = log_version(admin, "open", "seeds", {"a": b"seed"}, run="maker")
        use_version(admin, version_id, "closed", "secret-user")
        base = "/api/v1/projects/admin/open/artifacts/seeds/versions/v0"
        assert {node.get("run_id") for node in read(admin, f"{base}/lineage")["nodes"]} == {
            None,
            "maker",
            "secret-user",
        }
        assert {node.get("run_id") for node in read(visitor, f"{base}/lineage")["nodes"]} == {None, "maker"}
        assert read(visitor, base)["version"]["used_by"] == []
        assert visitor.patch(base, json={"description": "x"}).status_code == 403
        assert visitor.delete(base).status_code == 403
