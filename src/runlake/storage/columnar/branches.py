"""The live branch of a run as a SQL condition: which points belong to it after rewinds and forks."""

from runlake.model import BranchPart, Run


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
        named = [
            other.segment for other in run.branch if other.run_number == part.run_number and other.segment is not None
        ]
        if named:
            terms.append(f"segment NOT IN {{branch_named_{index}:Array(UInt64)}}")
            parameters[f"branch_named_{index}"] = named
    else:
        terms.append(f"segment = {{branch_segment_{index}:UInt64}}")
        parameters[f"branch_segment_{index}"] = part.segment
    if part.first_step is not None:
        terms.append(f"step >= {{branch_first_{index}:Int64}}")
        parameters[f"branch_first_{index}"] = part.first_step
    if part.last_step is not None:
        terms.append(f"step <= {{branch_last_{index}:Int64}}")
        parameters[f"branch_last_{index}"] = part.last_step
    return "(" + " AND ".join(terms) + ")"
