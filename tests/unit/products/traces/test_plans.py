"""What the table says of a set of attributes is found out once, for each table of its own."""

from runlake.products.traces.mapping import MappingTable, default_table, extended_table, normalise
from runlake.products.traces.mapping.plans import plan_of
from runlake.products.traces.records import Attributes, RawSpan

OWN = extended_table('[fields]\nmodel = ["my.model"]\n')


def raw(attributes: Attributes) -> RawSpan:
    return RawSpan("a" * 32, "b" * 16, "", "name", 1, 2, attributes)


def test_spans_of_the_same_names_share_a_plan_and_keep_their_values() -> None:
    spans = [raw({"gen_ai.request.model": model, "gen_ai.usage.input_tokens": n}) for n, model in enumerate("xy")]
    plans = [plan_of(default_table(), tuple(span.attributes), ()) for span in spans]
    assert plans[0] is plans[1]
    assert [(span.model, span.usage.input) for span in map(normalise, spans)] == [("x", 0), ("y", 1)]


def test_an_empty_value_of_a_first_source_leaves_the_next_one() -> None:
    attributes = {"gen_ai.request.model": "asked", "gen_ai.response.model": "answered"}
    assert normalise(raw(attributes)).model == "answered"
    assert normalise(raw(attributes | {"gen_ai.response.model": ""})).model == "asked"


def test_each_table_has_plans_of_its_own() -> None:
    attributes = {"my.model": "mine", "gen_ai.request.model": "theirs"}
    tables: tuple[MappingTable, ...] = (OWN, default_table(), OWN)
    assert [normalise(raw(attributes), table).model for table in tables] == ["mine", "theirs", "mine"]


def test_numbered_attributes_are_lists_where_the_table_wants_lists() -> None:
    names = ("llm.input_messages.0.message.content", "my.items.0.a", "llm.input_messages")
    assert plan_of(default_table(), names, ()).lists == {"llm.input_messages"}


def test_names_that_would_fill_the_memory_are_not_remembered() -> None:
    names = tuple(f"{number:0>100}" for number in range(100))
    assert plan_of(default_table(), names, ()) is not plan_of(default_table(), names, ())
