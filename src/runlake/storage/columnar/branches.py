"""The live branch of a run as a SQL condition: which points belong to it after rewinds and forks."""

from runlake.model import BranchPart, Run
from runlake.model.streams import segments_of_part


def branch_condition(run: Run) -> tuple[str, dict[str, object]]:
    """A boolean over the columns `run_number`, `segment`, `step`, and its parameters.

    A run without a branch is all of its segments.
    """
    parameters: dict[str, object] = {}
    if not run.branch:
        parameters["branch_run"] = run.run_number
        return "run_number = {branch_run:UInt32}", parameters
    conditions = [_part_condition(index, part, run, parameters) for index, part in enumerate(run.branch)]
    return "(" + " OR ".join(conditions) + ")", parameters


def _part_condition(index: int, part: BranchPart, run: Run, parameters: dict[str, object]) -> str:
    terms = [f"run_number = {{branch_run_{index}:UInt32}}"]
    parameters[f"branch_run_{index}"] = part.run_number
    if part.segment is None:
        terms += _not_named(index, part, run, parameters)
    else:
        terms.append(_segments(f"{index}", part.segment, parameters))
    if part.first_step is not None:
        terms.append(f"step >= {{branch_first_{index}:Int64}}")
        parameters[f"branch_first_{index}"] = part.first_step
    if part.last_step is not None:
        terms.append(f"step <= {{branch_last_{index}:Int64}}")
        parameters[f"branch_last_{index}"] = part.last_step
    return "(" + " AND ".join(terms) + ")"


def _not_named(index: int, part: BranchPart, run: Run, parameters: dict[str, object]) -> list[str]:
    """An open part is every segment that has no part of its own."""
    parts = [other.segment for other in run.branch if other.run_number == part.run_number]
    named = [segments_of_part(segment) for segment in parts if segment is not None]
    single = [first for first, last in named if first == last]
    terms = [
        f"NOT ({_segments(f'{index}_not_{at}', first, parameters)})"
        for at, (first, last) in enumerate(named)
        if first != last
    ]
    if single:
        terms.append(f"segment NOT IN {{branch_named_{index}:Array(UInt64)}}")
        parameters[f"branch_named_{index}"] = single
    return terms


def _segments(name: str, segment: int, parameters: dict[str, object]) -> str:
    first, last = segments_of_part(segment)
    parameters[f"branch_segment_{name}"] = first
    if first == last:
        return f"segment = {{branch_segment_{name}:UInt64}}"
    parameters[f"branch_segment_{name}_to"] = last
    return f"segment BETWEEN {{branch_segment_{name}:UInt64}} AND {{branch_segment_{name}_to:UInt64}}"
