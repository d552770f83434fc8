"""Judgements that come with spans, of every convention that has some."""

from typing import Any

from runlake.products.traces.mapping import normalise
from runlake.products.traces.records import RawSpan, Score, SpanEvent


def scores(attributes: dict[str, Any], *events: dict[str, Any]) -> tuple[Score, ...]:
    happened = [SpanEvent("gen_ai.evaluation.result", 1, event) for event in events]
    return normalise(RawSpan("0" * 31 + "1", "0" * 15 + "1", "", "s", 0, 1, attributes, events=happened)).scores


def evaluation(name: object, **said: object) -> dict[str, Any]:
    return {"gen_ai.evaluation.name": name, **{f"gen_ai.evaluation.{key}": value for key, value in said.items()}}


def test_events_of_evaluations_are_scores() -> None:
    relevance = evaluation("relevance", explanation="on topic") | {
        "gen_ai.evaluation.score.value": 0.8,
        "gen_ai.evaluation.score.label": "good",
    }
    failed = evaluation("toxicity") | {"error.type": "timeout"}
    assert scores({}, relevance, failed, relevance) == (
        Score("relevance", 0.8, "good", "on topic", "scorer"),
        Score("toxicity", None, "", "timeout", "scorer"),
    )
    assert scores(relevance) == (Score("relevance", 0.8, "good", "on topic", "scorer"),)


def test_openinference_numbers_its_evaluations_and_annotations() -> None:
    found = scores(
        {
            "evaluations.0.evaluation.name": "helpful",
            "evaluations.0.evaluation.score": 1,
            "evaluations.0.evaluation.annotator_kind": "LLM",
            "annotations.0.annotation.name": "tone",
            "annotations.0.annotation.label": "kind",
            "annotations.0.annotation.annotator_kind": "HUMAN",
        }
    )
    assert found == (Score("helpful", 1.0, "", "", "scorer"), Score("tone", None, "kind", "", "person"))


def test_what_says_nothing_is_no_score() -> None:
    nan = evaluation("nan") | {"gen_ai.evaluation.score.value": float("nan")}
    assert scores({}, evaluation("empty"), evaluation(None, explanation="why"), nan) == ()
    wrong = {"runlake.scores": '[1, {}, {"name": "x"}]', "evaluations": "no list"}
    assert scores(wrong) == ()
    many = [{"name": "n" * 300, "label": f"l{number}"} for number in range(200)]
    kept = scores({"runlake.scores": many})
    assert (len(kept), len(kept[0].name), kept[0].by) == (64, 128, "client")
