"""Queries of Weave's clients, decided by the store and by the query itself: the store never leaves out what matches."""

from dataclasses import asdict
from itertools import product
from pathlib import Path
from typing import Any

from runlake.products.traces import RawSpan, StoredSpan, Unknown
from runlake.products.traces.mapping import normalise
from runlake.products.traces.payload_tests import compile_payload_tests
from runlake.products.traces.rows import SpanRow, make_row
from runlake.protocols.weave.query import CallFields, compile_query
from runlake.protocols.weave.query.stored_tests import stored_tests
from runlake.protocols.weave.stored_calls import call_of_stored
from runlake.query import Parameters
from runlake.storage.columnar import ChdbColumnar

PAYLOADS = """(
    SELECT raw, input, output, held FROM (SELECT 1)
    ARRAY JOIN {raws:Array(String)} AS raw, {inputs:Array(String)} AS input, {outputs:Array(String)} AS output,
        {holds:Array(Array(String))} AS held)"""
VALUES: list[Any] = [
    *[None, True, False, "", "true", "x", "X", "a/b é", '"', "\\", "\u2028", "٣", "null", "nan", "inf", "1_0", " 7 "],
    *[0, 1, 5, -3, 255, 256, 5.0, 1.5, -0.0, 1e15, 1e20, 2**53 + 1, 1e-7, "5", "5.0", "1.5", "1e3", "0x5"],
    *["12345678901234567", {"k": "x"}, {"k": 1.0, "l": [True, None]}, [], [1, "x/y"], ["a, b"], {"": 5}],
]
LITERALS: list[Any] = [True, False, 0, 1, 5, -3, 1.5, 5.0, 1e15, 2**70, "", "x", "5", "1.5", "true", "a/b", ", b", "{"]
STATUSES = ["error", "descendant_error", "success", "running", "other"]


def get(path: str) -> dict[str, Any]:
    return {"$getField": path}


def to(kind: str) -> dict[str, Any]:
    return {"$convert": {"input": get("inputs.v"), "to": kind}}


def operations() -> list[dict[str, Any]]:
    """Comparisons of all kinds, alone, negated and joined."""
    given = [get("inputs.v"), to("double"), to("int"), to("string"), to("bool"), to("exists")]
    signs = ("$eq", "$gt")
    plain: list[dict[str, Any]] = [
        {sign: [one, {"$literal": literal}]} for sign, one, literal in product(signs, given, LITERALS)
    ]
    plain += [{"$lt": [{"$literal": literal}, get("inputs.v")]} for literal in LITERALS]
    plain += [
        {"$contains": {"input": get("inputs.v"), "substr": {"$literal": text}}} for text in ("x", "/", "1", ", b")
    ]
    plain += [
        {"$contains": {"input": get("inputs.v"), "substr": {"$literal": "X"}, "case_insensitive": True}},
        {"$in": [get("inputs.v"), [{"$literal": 5}, {"$literal": 1.5}]]},
        {"$in": [get("inputs.v"), [{"$literal": "x"}, {"$literal": "5"}]]},
        {"$eq": [get("inputs.v.k"), {"$literal": "x"}]},
        {"$eq": [get("output"), {"$literal": 5}]},
        {"$eq": [get("output"), {"$literal": "x"}]},
        {"$eq": [get("output.k"), {"$literal": "x"}]},
        {"$contains": {"input": get("output"), "substr": {"$literal": "x"}}},
        {"$eq": [get("inputs.v.0"), {"$literal": 1}]},
        {"$gt": [get("wb_run_step"), {"$literal": 2}]},
        {"$gt": [get("exception"), {"$literal": "a"}]},
        *({"$eq": [get("summary.weave.status"), {"$literal": status}]} for status in STATUSES),
    ]
    negated = [{"$not": [one]} for one in plain]
    either = [{"$or": [one, other]} for one, other in zip(plain, reversed(negated), strict=True)]
    neither = [
        {"$not": [{"$and": [one, {"$not": [other]}]}]} for one, other in zip(negated, reversed(plain), strict=True)
    ]
    return [*plain, *negated, *either, *neither]


def sent(number: int, value: Any) -> RawSpan:
    attributes: dict[str, Any] = {
        "weave.op_name": "weave:///e/p/op/f:1",
        "weave.inputs": {"v": value},
        "weave.output": value,
    }
    if number % 3 == 0:
        attributes |= {"weave.exception": "boom", "wandb.wb_run_step": number}
    if number % 2 == 0:
        attributes["weave.summary"] = {"status_counts": {"error": 1 if number % 4 else "3"}}
    return RawSpan("t", str(number), "", "f", 1_000, 2_000, attributes)


async def test_the_store_keeps_what_matches_and_leaves_out_the_rest(tmp_path: Path) -> None:
    spans = [sent(number, value) for number, value in enumerate(VALUES)]
    calls = [call_of_stored("e/p", StoredSpan("t", span.span_id, asdict(span), "", "")) for span in spans]
    asked = [{"$expr": operation} for operation in operations()[::9]]  # of every kind some, each with every value
    rows = await answers(tmp_path, [make_row(1, normalise(span), 1) for span in spans], asked)
    open_, wrong = 0, []
    for number, document in enumerate(asked):
        matches = compile_query(document, CallFields())
        for call, row in zip(calls, rows, strict=True):
            open_ += row[number] == 2
            if row[number] != 2 and row[number] != matches(call):
                wrong.append((document["$expr"], call["inputs"], row[number]))
    assert wrong == []
    assert open_ < len(asked) * len(rows) * 0.7  # of such odd values


async def answers(folder: Path, payloads: list[SpanRow], asked: list[dict[str, Any]]) -> list[list[int]]:
    """For each payload and question 1, 0, or 2 for what the store cannot tell."""
    columnar = await ChdbColumnar.open(folder, readers=1)
    found: list[list[int]] = [[] for _ in payloads]
    columns = {
        "raws": [row.raw_json.decode() for row in payloads],
        "inputs": [row.input_json for row in payloads],
        "outputs": [row.output_json for row in payloads],
        "holds": [list(row.held) for row in payloads],
    }
    for document in asked:
        parameters = Parameters()
        tests = stored_tests(document, reads_objects=False) or Unknown()
        compiled = compile_payload_tests(tests, parameters)
        rows = compiled.over(PAYLOADS)
        sql = f"SELECT ifNull({compiled.condition}, 2) AS found FROM {rows}"
        answer = (await columnar.query(sql, {**parameters.values, **columns})).to_pylist()
        for row, one in zip(found, answer, strict=True):
            row.append(one["found"])
    await columnar.close()
    return found
