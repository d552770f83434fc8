"""Bodies that no client should send: a table of (what it is, body, headers, statuses that are right)."""

import gzip
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field

MIB = 2**20
STORED_ROWS = 10
"""Rows that the run under attack holds: lines below are retries, which are not even looked at."""
_GZIP = {"Content-Encoding": "gzip"}
_BAD, _LARGE, _UNSUPPORTED = frozenset({400, 422}), frozenset({413}), frozenset({415})


@dataclass(frozen=True)
class Hostile:
    """A request body to refuse. `make` builds it when it is needed: some are large."""

    name: str
    make: Callable[[], bytes]
    statuses: frozenset[int] = _BAD
    headers: dict[str, str] = field(default_factory=dict)


def _post(**members: object) -> Callable[[], bytes]:
    return lambda: json.dumps(members).encode()


def _lines(*lines: str, offset: object = STORED_ROWS, name: str = "wandb-history.jsonl") -> Callable[[], bytes]:
    return lambda: json.dumps({"files": {name: {"offset": offset, "content": list(lines)}}}).encode()


def _raw(body: bytes) -> Callable[[], bytes]:
    return lambda: body


def _row(**cells: object) -> str:
    return json.dumps({"_step": 0, "_timestamp": 1_790_000_000.5, "_runtime": 0.5} | cells)


def gzip_bomb(size_bytes: int, start: bytes = b"", filler: bytes = b" ") -> bytes:
    """A gzip body of `size_bytes` after inflating, made without holding that much."""
    packer = zlib.compressobj(1, wbits=31)
    chunk = filler * MIB
    parts = [packer.compress(start)] + [packer.compress(chunk) for _ in range(size_bytes // MIB)]
    return b"".join([*parts, packer.flush()])


def _nested_row(depth: int) -> str:
    return '{"_step":0,"a":' + '{"a":' * depth + "1" + "}" * depth + "}"


_OPEN_LINE = b'{"files":{"wandb-history.jsonl":{"offset":10,"content":["'

FILE_STREAM = (
    Hostile("not gzip at all", _raw(b"this is not gzip"), headers=_GZIP),
    Hostile("an empty gzip body", _raw(b""), headers=_GZIP),
    Hostile("truncated gzip", lambda: gzip.compress(_lines(_row(loss=1.0))())[:-9], headers=_GZIP),
    Hostile("gzip with a broken checksum", lambda: gzip.compress(b"{}")[:-8] + b"\0" * 8, headers=_GZIP),
    Hostile("gzip followed by something else", lambda: gzip.compress(b"{}") + b"tail", headers=_GZIP),
    Hostile("a gzip bomb of 1 GiB", lambda: gzip_bomb(1024 * MIB), _LARGE, _GZIP),
    Hostile("a gzip bomb inside a line", lambda: gzip_bomb(1024 * MIB, _OPEN_LINE, b"a"), _LARGE, _GZIP),
    Hostile("gzip within gzip", lambda: gzip.compress(gzip.compress(b"{}")), headers=_GZIP),
    Hostile("an encoding nobody asked for", _raw(b"{}"), _UNSUPPORTED, {"Content-Encoding": "br"}),
    Hostile("65 MiB of spaces", lambda: b" " * (65 * MIB), _LARGE),
    Hostile("an empty body", _raw(b"")),
    Hostile("half of a JSON document", lambda: _lines(_row(loss=1.0))()[:-12]),
    Hostile(
        "bytes that are not UTF-8", _raw(b'{"files":{"wandb-history.jsonl":{"offset":10,"content":["\xff\xfe"]}}}')
    ),
    Hostile("a file name that is not UTF-8", _raw(b'{"files":{"\xe9":{"offset":0,"content":["x"]}}}')),
    Hostile("NUL bytes", _raw(b"\0" * 1000)),
    Hostile("100,000 open brackets", lambda: b"[" * 100_000),
    Hostile("100,000 nested objects in an unknown member", lambda: b'{"x":' * 100_000 + b"1" + b"}" * 100_000),
    Hostile("a list", _raw(b"[]")),
    Hostile("a string", _raw(b'"hello"')),
    Hostile("null", _raw(b"null")),
    Hostile("files as a list", _post(files=[])),
    Hostile("a chunk as a string", _post(files={"wandb-history.jsonl": "row"})),
    Hostile("content as a string", _post(files={"wandb-history.jsonl": {"offset": 0, "content": "row"}})),
    Hostile("content of numbers", _post(files={"wandb-history.jsonl": {"offset": 0, "content": [1, 2]}})),
    Hostile("an offset in words", _lines(_row(), offset="zero")),
    Hostile("a negative offset", _lines(_row(), offset=-1)),
    Hostile("an offset with a fraction", _lines(_row(), offset=0.5)),
    Hostile("an offset of 2^40", _lines(_row(), offset=2**40)),
    Hostile("an offset of 10^30", _lines(_row(), offset=10**30)),
    Hostile("a console offset of 2^63", _lines("hello", offset=2**63, name="output.log")),
    Hostile("uploaded as an object", _post(uploaded={"a": 1})),
    Hostile("an exit code in words", _post(complete=True, exitcode="one")),
    Hostile("an exit code of 2^80", _post(complete=True, exitcode=2**80)),
    Hostile("a line that is not JSON", _lines("loss = 1")),
    Hostile("an empty line", _lines("")),
    Hostile("a line that is a list", _lines("[1, 2]")),
    Hostile("a line that is a number", _lines("12")),
    Hostile("a good line and a bad one", _lines(_row(loss=1.0), "{")),
    Hostile("a row 200 objects deep that ends nowhere", _lines('{"a":' * 200)),
    Hostile("a row 100,000 objects deep", lambda: _lines(_nested_row(100_000))()),
    Hostile("a step in words", _lines(json.dumps({"_step": "ten"}))),
    Hostile("a step with a fraction", _lines(json.dumps({"_step": 1.5}))),
    Hostile("a step of 2^70", _lines(json.dumps({"_step": 2**70}))),
    Hostile("a step that is not a number", _lines('{"_step": NaN}')),
    Hostile("a step that is a list", _lines(json.dumps({"_step": [1]}))),
    Hostile("a time in words", _lines(json.dumps({"_step": 0, "_timestamp": "noon"}))),
    Hostile("a metric name of 10,000 letters", _lines(_row(**{"n" * 10_000: 1.0})), _BAD | _LARGE),
    Hostile("a row of 150,000 keys", lambda: _lines(_row(**{f"k{n}": n for n in range(150_000)}))(), _BAD | _LARGE),
    Hostile("a summary that is a list", _lines("[]", name="wandb-summary.json")),
    Hostile("a summary that is not JSON", _lines("{", name="wandb-summary.json")),
)

GRAPHQL = (
    Hostile("not JSON", _raw(b"query { viewer { id } }")),
    Hostile("a list", _raw(b"[]")),
    Hostile("null", _raw(b"null")),
    Hostile("no query", _post(variables={})),
    Hostile("a query that is a number", _post(query=12)),
    Hostile("variables that are a list", _post(query="query { viewer { id } }", variables=[1])),
    Hostile("a syntax error", _post(query="query {{{")),
    Hostile("bytes that are not UTF-8", _raw(b'{"query":"\xff"}')),
    Hostile("20,000 nested selections", lambda: json.dumps({"query": "{a" * 20_000 + "}" * 20_000}).encode()),
    Hostile("20,000 aliases", lambda: json.dumps({"query": _aliases(20_000)}).encode(), _BAD | _LARGE),
    Hostile("a fragment that holds itself", _post(query="query { ...A } fragment A on Query { ...A }")),
    Hostile("100,000 open brackets", lambda: b"[" * 100_000),
    Hostile("a gzip bomb of 1 GiB", lambda: gzip_bomb(1024 * MIB), _LARGE, _GZIP),
)


def _aliases(count: int) -> str:
    return "query {" + " ".join(f"a{index}: viewer {{ id }}" for index in range(count)) + "}"


ODD_ROWS: tuple[tuple[str, str], ...] = (
    ("a negative step", '{"_step":-5,"loss":1.0}'),
    ("the smallest step", '{"_step":-9223372036854775808,"loss":1.0}'),
    ("the largest step", '{"_step":9223372036854775807,"loss":1.0}'),
    ("not a number and the infinities", '{"_step":1,"loss":NaN,"up":Infinity,"down":-Infinity}'),
    ("an integer of 400 digits", '{"_step":2,"loss":' + "9" * 400 + "}"),
    ("a float beyond the range", '{"_step":3,"loss":1e999}'),
    ("no keys", "{}"),
    ("an empty name", '{"_step":4,"":1.0}'),
    ("a name of spaces, quotes and slashes", '{"_step":5," \\"\'`\\\\/..%00 ":1.0}'),
    ("a name in other scripts", '{"_step":6,"потеря/損失/😀":1.0}'),
    ("half of a surrogate pair", '{"_step":7,"\\ud800":1.0,"text":"\\udfff"}'),
    ("the same name twice", '{"_step":8,"loss":1.0,"loss":2.0}'),
    ("SQL", '{"_step":9,"\'; DROP TABLE points; --":1.0,"text":"{x:String}"}'),
    ("an object with dots in its names", '{"_step":10,"a.b":{"c.d":1.0},"a":{"b":{"c":{"d":2.0}}}}'),
    ("an unknown media type", '{"_step":11,"thing":{"_type":"no-such-file","path":"../../etc/passwd"}}'),
    ("a time before the epoch", '{"_step":12,"_timestamp":-1e12,"loss":1.0}'),
    ("a time beyond the calendar", '{"_step":13,"_timestamp":1e300,"loss":1.0}'),
    ("60 nested objects", '{"_step":14,"a":' + '{"a":' * 60 + "1" + "}" * 60 + "}"),
    ("a text of 1 MB", '{"_step":15,"text":"' + "x" * 1_000_000 + '"}'),
)
"""Rows that are strange and valid: they are stored, and can be read again."""
