"""How an artifact gets to the server: announced, only what is new is sent, then its list of files, then committed.

Every step may be repeated: what arrived before a crash is not sent again, and no version is made twice.
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from hashlib import md5
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from runlake.sdk.answers import Refused
from runlake.sdk.artifacts.artifact import PART_BYTES
from runlake.sdk.outbox import Waiting

if TYPE_CHECKING:
    from runlake.sdk.transport import Transport

_FILES_AT_ONCE = 500
_HEAD = "wandb-artifact-manifest-v1\n"


def announce(
    order: Mapping[str, Any], digest: str, transport: "Transport", place: tuple[str, str, str]
) -> dict[str, Any]:
    """Say that a version will come; the answer tells whether it is there. Raises NotNow or Refused.

    `place` is entity, project, and the run that logs it, which may be "".
    """
    given = ("type", "description", "metadata", "aliases", "tags", "client_id")
    new = {name: order[name] for name in given if order.get(name) is not None}
    path = f"{collection_path(place, order['name'])}/uploads"
    return transport.ask("POST", path, {**new, "digest": digest, "run": place[2] or None})


def send_artifact(task: Waiting, transport: "Transport", place: tuple[str, str, str]) -> str:
    """Make the version that the task describes, and say its number. Raises NotNow or Refused."""
    order = task.order
    announced = announce(order, digest_of(order["entries"]), transport, place)
    if announced["state"] == "pending":
        upload = f"{collection_path(place, order['name'])}/uploads/{announced['upload']}"
        _send_files(task, transport, upload)
        _send_manifest(order["entries"], transport, upload)
        announced = transport.ask("POST", f"{upload}/commit", {})
    for link in order["links"]:
        send_link(transport, link, (place[0], place[1], order["name"], announced["version"]))
    return str(announced["version"])


def send_link(transport: "Transport", link: dict[str, Any], version: tuple[str, str, str, str]) -> None:
    """Link a version, given by entity, project, collection and number. Raises NotNow or Refused."""
    entity, project, collection = _link_target(transport, link["target"])
    source = dict(zip(("entity", "project", "collection", "version"), version, strict=True))
    path = collection_path((entity, project, ""), collection)
    transport.ask("POST", f"{path}/links", {**source, "aliases": link["aliases"]})


def collection_path(place: tuple[str, str, str], collection: str) -> str:
    """The address of a collection below the API."""
    entity, project, name = (quote(part, safe="") for part in (*place[:2], collection))
    return f"/api/v1/projects/{entity}/{project}/artifacts/{name}"


def digest_of(entries: list[dict[str, Any]]) -> str:
    """What identifies the content: the MD5 of a line for each file, in order.

    Source: the wandb client 0.28.2, `artifact_manifest_v1.py`; the server computes the same.
    """
    digest = md5(_HEAD.encode(), usedforsecurity=False)
    for entry in entries:
        digest.update(f"{entry['name']}:{_base64(entry['md5'])}\n".encode())
    return digest.hexdigest()


def _send_files(task: Waiting, transport: "Transport", upload: str) -> None:
    own = {entry["md5"]: entry for entry in task.order["entries"] if "reference" not in entry}
    for batch in _batches(list(own.values())):
        wanted = []
        for entry in batch:
            parts = _part_md5s(task.folder / entry["md5"]) if entry["size_bytes"] > PART_BYTES else []
            wanted.append({"name": entry["name"], "md5": entry["md5"], "part_md5s": parts})
        places = transport.ask("POST", f"{upload}/files", {"files": wanted})["files"]
        for asked, found in zip(wanted, places, strict=True):
            _send_file(task.folder / asked["md5"], asked, found, transport, upload)


def _send_file(path: Path, asked: dict[str, Any], found: dict[str, Any], transport: "Transport", upload: str) -> None:
    if found["url"] is None:  # the project has these bytes
        return
    with path.open("rb") as file:
        if found["parts"] is None:
            transport.put(found["url"], file, path.stat().st_size, {"Content-MD5": _base64(asked["md5"])})
            return
        for place, url in enumerate(found["parts"]["urls"]):
            if url is not None:  # else it arrived before
                file.seek(place * PART_BYTES)
                part = file.read(PART_BYTES)
                transport.put(url, part, len(part))
    transport.ask("POST", f"{upload}/parts/{found['parts']['token']}", {"part_md5s": asked["part_md5s"]})


def _send_manifest(entries: list[dict[str, Any]], transport: "Transport", upload: str) -> None:
    contents = {}
    for entry in entries:
        contents[entry["name"]] = {"digest": _base64(entry["md5"]), "size": entry["size_bytes"]}
        if "reference" in entry:
            contents[entry["name"]]["ref"] = entry["reference"]
    policy = {"storagePolicy": "wandb-storage-policy-v1", "storagePolicyConfig": {"storageLayout": "V2"}}
    body = json.dumps({"version": 1, **policy, "contents": contents}).encode()
    digest = md5(body, usedforsecurity=False).hexdigest()
    address = transport.ask("POST", f"{upload}/manifest", {"md5": digest})
    transport.put(address["url"], body, len(body), {"Content-MD5": _base64(digest)})


def _link_target(transport: "Transport", target: str) -> tuple[str, str, str]:
    *place, collection = target.split("/")
    if len(place) == 2:
        return place[0], place[1], collection
    registries = transport.ask("GET", "/api/v1/registries")["registries"]
    found = [each for each in registries if place[0] in (each["name"], each["project"])]
    if len(found) != 1:
        what = "there is no registry" if not found else f"{len(found)} organizations have a registry"
        raise Refused(404, f"{what} {place[0]!r}: the version is logged, and not linked to {target!r}")
    return found[0]["entity"], found[0]["project"], collection


def _part_md5s(path: Path) -> list[str]:
    with path.open("rb") as file:
        return [md5(part, usedforsecurity=False).hexdigest() for part in iter(lambda: file.read(PART_BYTES), b"")]


def _batches(entries: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, len(entries), _FILES_AT_ONCE):
        yield entries[start : start + _FILES_AT_ONCE]


def _base64(digest: str) -> str:
    return b64encode(bytes.fromhex(digest)).decode()
