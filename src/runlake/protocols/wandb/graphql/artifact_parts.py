"""Uploads in parts, as clients ask for and complete them. Source: protocol notes 8.6; `core/pkg/artifacts/multipart.go`. Pure."""

import re
from collections.abc import Sequence
from typing import Any

from runlake.errors import InvalidInput
from runlake.products.artifacts import MAX_PARTS, PartSlots
from runlake.protocols.wandb.graphql.translate import Node

# Addresses of parts in one answer; files beyond them are sent whole.
_MOST_PARTS = 50_000
_HEX_MD5 = re.compile(r"[0-9a-f]{32}", re.ASCII)


def parts_wanted(specs: Sequence[dict[str, Any]]) -> list[tuple[str, ...]]:
    """The parts of each file, in the order of files; none for a file that is to come whole. Raises InvalidInput."""
    left = _MOST_PARTS
    wanted: list[tuple[str, ...]] = []
    for spec in specs:
        md5s = _part_md5s(spec.get("uploadPartsInput") or [], spec["name"])
        wanted.append(md5s if len(md5s) <= left else ())
        left -= len(wanted[-1])
    return wanted


def _part_md5s(given: Sequence[dict[str, Any]], name: str) -> tuple[str, ...]:
    if len(given) > MAX_PARTS:
        raise InvalidInput(f"the file {name[:100]!r} has {len(given)} parts; {MAX_PARTS} are allowed")
    by_number = {part["partNumber"]: part["hexMD5"] for part in given}
    md5s = [by_number.get(number, "") for number in range(1, len(given) + 1)]
    if not all(_HEX_MD5.fullmatch(md5) for md5 in md5s):
        raise InvalidInput(f"the parts of the file {name[:100]!r} must be numbered from 1 and have hex MD5s")
    return tuple(md5s)


def completed_parts(given: Sequence[dict[str, Any]]) -> dict[int, str]:
    """Number → hex MD5 of the parts that a client has sent: it hands back the `ETag` of each answer."""
    if len(given) > MAX_PARTS:
        raise InvalidInput(f"{len(given)} completed parts; {MAX_PARTS} are allowed")
    return {part["partNumber"]: part["hexMD5"].removeprefix("W/").strip('"') for part in given}


def part_urls_node(slots: PartSlots, base_url: str) -> Node:
    """Where the parts go, in the order of their numbers, in which clients count on them."""
    urls = [
        Node(partNumber=number, uploadUrl=base_url + path) for number, path in enumerate(slots.upload_paths, start=1)
    ]
    return Node(uploadID=slots.token, uploadUrlParts=urls)
