"""Mapping tables as texts: what they may say, and errors that name the line. What spans say of runs and versions."""

import pytest

from runlake.errors import InvalidInput
from runlake.products.traces.mapping import default_table, default_text, extended_table, normalise, parse_table
from runlake.products.traces.mapping.links import refs_in, run_in
from runlake.products.traces.records import RawSpan, RunOfSpan

BAD = {
    "no TOML": ("[fields]\nmodel = [", "line 2: this is not TOML"),
    "no TOML in the middle": ('[fields]\nmodel = "a" "b"\ncost = []', "line 2: this is not TOML"),
    "a section": ("[filds]\n", "line 1: there is no section 'filds'"),
    "a field": ('# mine\n[fields]\nmodel = ["a"]\nmodle = ["a"]', "line 4: there is no field 'modle'"),
    "no list": ('[fields]\nmodel = "a"', "line 2: a list of attribute names is wanted"),
    "no names": ("[fields]\nmodel = [1]", "line 2: a list of attribute names is wanted"),
    "no section": ("\nfields = 3", "line 2: fields is a section"),
    "a kind": (
        '[[kind]]\nattribute = "a"\n\n[[kind]]\nattribute = "b"\nrobot = ["x"]',
        "line 6: there is no kind 'robot'",
    ),
    "no attribute": ('[fields]\n\n[[kind]]\nllm = ["x"]', "line 3: this [[kind]] has no attribute"),
    "no values": ('[[kind]]\nattribute = "a"\nllm = "x"', "line 3: llm is a list of values"),
    "no kinds": ("kind = 3", "line 1: kinds are written as [[kind]]"),
    "a provider": ("[providers]\nopenai = 3", "line 2: openai is a list of spellings"),
    "too deep": ("a = " + "[" * 20_000, "line 1: "),
}


@pytest.mark.parametrize("case", BAD)
def test_errors_name_the_line(case: str) -> None:
    text, problem = BAD[case]
    with pytest.raises(InvalidInput) as refused:
        parse_table(text)
    assert str(refused.value).startswith(problem)


def test_a_table_goes_before_another_and_leaves_the_rest_to_it() -> None:
    own = '[fields]\nmodel = ["acme > name"]\n[providers]\nacme = ["ACME Inc"]\n'
    span = RawSpan(
        "1" * 32,
        "2" * 16,
        "",
        "s",
        0,
        1,
        {"acme": '{"name": "a-1"}', "gen_ai.request.model": "b", "gen_ai.system": "acme inc"},
    )
    found = normalise(span, extended_table(own))
    assert (found.model, found.provider) == ("a-1", "acme")
    assert normalise(span).model == "b"
    assert extended_table("").fields == default_table().fields
    assert extended_table(default_text()).fields == default_table().fields


RUNS = {
    "r1": RunOfSpan("r1"),
    "demo/r1": RunOfSpan("r1", "demo"),
    "lab/demo/r1": RunOfSpan("r1", "demo", "lab"),
    "runlake:///lab/demo/run/r1": RunOfSpan("r1", "demo", "lab"),
    "a/b/c/d": None,
    "//": None,
    "x" * 600: None,
}


@pytest.mark.parametrize("text", RUNS)
def test_runs_are_named_by_their_id_or_by_a_path(text: str) -> None:
    assert run_in(text, None) == RUNS[text]


def test_refs_come_from_texts_and_lists() -> None:
    one, two = "runlake:///lab/demo/artifact/set:v1", "wandb-artifact:///lab/demo/model:v2"
    assert refs_in([one, [two, 3], f"{one},{two}", f'["{two}"]', "set:v1", None]) == (one, two)


def test_refs_are_found_anywhere_in_what_calls_hold_without_paths_into_objects() -> None:
    model, rows = "weave:///lab/demo/object/model:abc", "weave:///lab/demo/object/rows:def"
    held = {"self": model, "example": {"row": [f"{rows}/attr/rows/id/1", 5, None]}, "text": "see weave:///x"}
    assert refs_in([held]) == (model, rows)
    many = [f"weave:///lab/demo/object/o:{number}" for number in range(100)]
    assert refs_in([many]) == tuple(many[:64])


def test_a_span_names_its_run_before_its_resource_does() -> None:
    span = RawSpan(
        "1" * 32, "2" * 16, "", "s", 0, 1, {"runlake.run": "near", "wandb.step": "7"}, resource={"wandb.run_id": "far"}
    )
    assert normalise(span).run == RunOfSpan("near", step=7)
