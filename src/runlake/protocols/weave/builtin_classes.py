"""Classes of objects that servers know: which members they have, and what stands for those that are left out. Pure.

Source: the classes in weave 0.53.6 and 0.54.0, and the values that their clients publish.
"""

from typing import Any, ClassVar, Literal

from msgspec import Struct, ValidationError, convert

from runlake.protocols.weave.refusals import MembersRefused

Json = dict[str, Any]
Ref = str


class BuiltinObject(Struct, frozen=True, kw_only=True):
    """What all of them have. `BASES` are the classes that a value names, the nearest first."""

    BASES: ClassVar[tuple[str, ...]] = ("BaseObject", "BaseModel")

    name: str | None = None
    description: str | None = None


class Part(Struct, frozen=True, kw_only=True):
    """A part of one. Members that nobody knows are kept where `IS_OPEN`, else left out."""

    BASES: ClassVar[tuple[str, ...]] = ("BaseModel",)
    IS_OPEN: ClassVar[bool] = False


class ActionSpec(BuiltinObject, frozen=True, kw_only=True):
    """Of clients of 2025: what to do with calls. `config` says by `action_type` what else it has."""

    config: Json


class LeaderboardColumn(Part, frozen=True, kw_only=True):
    evaluation_object_ref: Ref
    scorer_name: str
    summary_metric_path: str
    should_minimize: bool | None = None


class Leaderboard(BuiltinObject, frozen=True, kw_only=True):
    columns: list[LeaderboardColumn]


class WeaveMetricThresholdSpec(Part, frozen=True, kw_only=True):
    IS_OPEN: ClassVar[bool] = True

    alert_condition: str = "THRESHOLD"
    source_type: Literal["calls", "spans"] = "calls"
    comparison_operator: Literal["GREATER_THAN", "LESS_THAN", "EQUAL"] = "GREATER_THAN"
    metric_path: str = ""
    op_str: str = ""
    threshold: float = 0.0
    window_size: int | None = None
    window_duration: int | None = None
    monitor_ref: Ref | None = None
    scorer_ref: Ref | None = None
    aggregation_function: Literal["mean", "median", "min", "max", "mode", "percentage", "count"] = "mean"
    status_match_value: str | None = None


class AlertSpec(BuiltinObject, frozen=True, kw_only=True):
    op_scope: list[Ref] | None = None
    spec: WeaveMetricThresholdSpec = WeaveMetricThresholdSpec()


class AnnotationSpec(BuiltinObject, frozen=True, kw_only=True):
    field_schema: Json = {}
    unique_among_creators: bool = False
    op_scope: list[Ref] | None = None


class Provider(BuiltinObject, frozen=True, kw_only=True):
    base_url: str
    api_key_name: str
    extra_headers: dict[str, str] = {}
    return_type: Literal["openai"] = "openai"


class ProviderModel(BuiltinObject, frozen=True, kw_only=True):
    provider: Ref
    max_tokens: int


class Message(Part, frozen=True, kw_only=True):
    role: str
    content: str | list[Json] | None = None
    name: str | None = None
    function_call: Json | None = None
    tool_call_id: str | None = None


class LLMStructuredCompletionModelDefaultParams(Part, frozen=True, kw_only=True):
    messages_template: list[Message] | None = None
    prompt: Ref | None = None
    temperature: float | None = None
    top_p: float | None = None
    max_tokens: int | None = None
    presence_penalty: float | None = None
    frequency_penalty: float | None = None
    stop: list[str] | None = None
    n_times: int | None = None
    functions: list[Json] | None = None
    response_format: Literal["json_object", "json_schema", "text"] | None = None


class LLMStructuredCompletionModel(BuiltinObject, frozen=True, kw_only=True):
    BASES: ClassVar[tuple[str, ...]] = ("Model", "Object", "BaseModel")

    llm_model_id: str
    default_params: LLMStructuredCompletionModelDefaultParams = LLMStructuredCompletionModelDefaultParams()


class ComparisonViewDefinition(Part, frozen=True, kw_only=True):
    evaluation_call_ids: list[str]
    selected_metrics: list[str] | None = None


class ComparisonView(BuiltinObject, frozen=True, kw_only=True):
    label: str
    definition: ComparisonViewDefinition


class SavedView(BuiltinObject, frozen=True, kw_only=True):
    """What a page shows is for pages to know: `definition` is kept as it came."""

    view_type: str
    label: str
    definition: Json


class ChartConfig(BuiltinObject, frozen=True, kw_only=True):
    x_axis: str
    y_axis: str
    plot_type: Literal["scatter", "line", "bar"] | None = None
    bin_count: int | None = None
    aggregation: Literal["average", "sum", "min", "max", "p95", "p99"] | None = None
    group_keys: list[str] | None = None
    custom_name: str | None = None


class AgentDashboard(BuiltinObject, frozen=True, kw_only=True):
    """As with saved views, `definition` is kept as it came."""

    label: str
    definition: Json


class TestOnlyNestedBaseModel(Part, frozen=True, kw_only=True):
    a: int
    aliased_property_alias: int


class TestOnlyNestedBaseObject(BuiltinObject, frozen=True, kw_only=True):
    b: int


class TestOnlyInheritedBaseObject(TestOnlyNestedBaseObject, frozen=True, kw_only=True):
    BASES: ClassVar[tuple[str, ...]] = ("TestOnlyNestedBaseObject", "BaseObject", "BaseModel")

    c: int
    additional_field: str = "default_value"


class TestOnlyExample(BuiltinObject, frozen=True, kw_only=True):
    primitive: int
    nested_base_model: TestOnlyNestedBaseModel
    nested_base_object: Ref


CLASSES: dict[str, type[BuiltinObject]] = {
    one.__name__: one
    for one in (
        ActionSpec,
        AgentDashboard,
        AlertSpec,
        AnnotationSpec,
        ChartConfig,
        ComparisonView,
        LLMStructuredCompletionModel,
        Leaderboard,
        Provider,
        ProviderModel,
        SavedView,
        TestOnlyExample,
        TestOnlyInheritedBaseObject,
        TestOnlyNestedBaseObject,
    )
}


def completed(value: Json, kind: type[BuiltinObject]) -> Json:
    """A value of this class with all members that it has, and the names of its class. Raises MembersRefused."""
    try:
        whole: Json = _written(convert(value, kind, strict=False), value)
    except ValidationError as error:
        raise MembersRefused(f"the value is no {kind.__name__}: {error}") from error
    return whole


def _written(value: Any, given: Any) -> Any:
    """A value as clients publish it: every part says of which class it is."""
    if isinstance(value, list):
        return [_written(part, of) for part, of in zip(value, given, strict=True)]
    if not isinstance(value, BuiltinObject | Part):
        return value
    known = {name: getattr(value, name) for name in value.__struct_fields__}
    source = given if isinstance(given, dict) else {}
    members = {name: _written(member, source.get(name)) for name, member in known.items()}
    more = source if isinstance(value, Part) and value.IS_OPEN else {}
    name = type(value).__name__
    return {**more, **members, "_type": name, "_class_name": name, "_bases": list(value.BASES)}
