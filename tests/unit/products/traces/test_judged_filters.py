"""Filters whose comparisons of judgements were answered: which name the spans that can match, and what they read."""

from runlake.products.traces.among import Answered, names_spans
from runlake.products.traces.filters import compile_span_filter
from runlake.products.traces.recosting import parts_of
from runlake.query import And, Compare, Not, Or, Parameters

ANSWERED = Answered("judgements.quality", "lt", 3, (7,), ("t",), ("s",))
OF_TRACES = Answered("trace.judgements", "exists", True, (7,), ("t",), None)
OTHER = Compare("kind", "eq", "llm")


def test_only_what_every_match_needs_names_the_spans() -> None:
    assert names_spans(And((OTHER, ANSWERED)))
    assert names_spans(Or((ANSWERED, OF_TRACES)))
    assert not any(map(names_spans, (OTHER, Not(ANSWERED), Or((ANSWERED, OTHER)), And(()))))


def test_spans_are_named_with_their_traces() -> None:
    parameters = Parameters()
    condition = compile_span_filter(And((Not(OF_TRACES), ANSWERED)), parameters)
    assert condition.count("trace_hours") == 2
    assert condition.count("span_id IN") == 1
    assert [7] in parameters.values.values()
    assert compile_span_filter(Answered("judgements", "exists", True, (), (), None), Parameters()) == "0"


def test_costs_are_computed_in_few_parts() -> None:
    assert list(parts_of([])) == []
    assert list(parts_of([(5, 10), (9, 1)])) == [(5, 9, 11)]
    many = list(parts_of([(hour, 100_000) for hour in range(100)]))
    assert len(many) == 20
    assert [first for first, _, _ in many[1:]] == [last + 1 for _, last, _ in many[:-1]]
