"""How many spans used which versions of artifacts, by the refs that they carry: counted, never listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from runlake.storage.columnar import Columnar

MOST_NAMES = 5_000

SELECT_USES = """
SELECT number, count() AS spans, countIf(status = 'error') AS errors, toUnixTimestamp64Nano(max(start_time)) AS last_ns
FROM spans
ARRAY JOIN arrayDistinct(arrayMap(
  n -> {users:Array(UInt32)}[n],
  arrayFilter(
    n -> n > 0 AND start_time >= fromUnixTimestamp64Nano({since_ns:Array(Int64)}[n]),
    arrayMap(ref -> transform(ref, {refs:Array(String)}, {places:Array(UInt32)}, toUInt32(0)), refs)))) AS number
WHERE project_id = {project_id:UInt32} AND hasAny(refs, {refs:Array(String)})
GROUP BY number
"""


@dataclass(frozen=True, slots=True)
class UseName:
    """A ref that stands for `user` in spans that start at `since_ns` or later: an alias means a version since it is on it."""

    user: str
    ref: str
    since_ns: int = 0


@dataclass(frozen=True, slots=True)
class Uses:
    """Finished spans that named a version, the last of which began at `last_ns`."""

    spans: int
    errors: int
    last_ns: int


async def count_uses(columnar: Columnar, project_id: int, names: Sequence[UseName]) -> Mapping[str, Uses]:
    """User → its spans in a project; absent without any. At most 5,000 names are looked for, the first ones.

    A span that names a user twice counts once.
    """
    wanted = names[:MOST_NAMES]
    if not wanted:
        return {}
    users = list(dict.fromkeys(name.user for name in wanted))
    numbers = {user: number for number, user in enumerate(users, 1)}
    values = {
        "project_id": project_id,
        "refs": [name.ref for name in wanted],
        "places": list(range(1, len(wanted) + 1)),
        "since_ns": [name.since_ns for name in wanted],
        "users": [numbers[name.user] for name in wanted],
    }
    rows = (await columnar.query(SELECT_USES, values)).to_pylist()
    return {users[row["number"] - 1]: Uses(row["spans"], row["errors"], row["last_ns"]) for row in rows}
