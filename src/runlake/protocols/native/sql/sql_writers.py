"""Who wrote the points of a project's runs, for questions that read the view `writers`."""

from collections.abc import Mapping, Sequence

from runlake.model import Run
from runlake.products.runs import Runs, RunsQuery
from runlake.products.sql import Writers
from runlake.protocols.native.runs.run_writers import Writer, writers_of

_MOST_RUNS = 500
_AT_ONCE = 100  # their configs, which say who wrote, are in memory together


async def read_writers(runs: Runs, project_id: int) -> Writers:
    """The processes of the newest runs, those included from which a run inherited points."""
    found: Writers = []
    cursor = None
    for _ in range(_MOST_RUNS // _AT_ONCE):
        page = await runs.search(project_id, RunsQuery(limit=_AT_ONCE, cursor=cursor, documents=True))
        parents = await runs.by_numbers(_parents(page.runs), documents=True)
        found += [row for run in page.runs for row in _rows(run, parents)]
        cursor = page.next_cursor
        if cursor is None:
            break
    return found


def _parents(found: Sequence[Run]) -> list[int]:
    return sorted({part.run_number for run in found for part in run.branch if part.run_number != run.run_number})


def _rows(run: Run, parents: Mapping[int, Run]) -> Writers:
    known: dict[int, Writer] = {}
    for number in _parents([run]):
        if number in parents:
            known |= writers_of(parents[number])
    known |= writers_of(run)
    return [
        (run.run_id, segment, writer.name, int(writer.rank is not None), writer.rank or 0)
        for segment, writer in known.items()
    ]
