"""What clients say of parts, and what of it is believed."""

import pytest

from runlake.errors import InvalidInput
from runlake.products.artifacts import MAX_PARTS, PartSlots
from runlake.protocols.wandb.graphql.artifact_parts import completed_parts, part_urls_node, parts_wanted

FIRST, SECOND = "a" * 32, "b" * 32


def part(number: int, md5: str = FIRST) -> dict[str, object]:
    return {"partNumber": number, "hexMD5": md5}


def test_parts_are_taken_in_the_order_of_their_numbers() -> None:
    specs = [{"name": "x", "uploadPartsInput": [part(2, SECOND), part(1)]}, {"name": "y", "uploadPartsInput": None}]
    assert parts_wanted(specs) == [(FIRST, SECOND), ()]


@pytest.mark.parametrize(
    "given", [[part(0)], [part(2)], [part(1), part(1)], [part(1, "A" * 32)], [part(1, "../x")], [part(1)] * 10_001]
)
def test_parts_that_cannot_be_are_refused(given: list[dict[str, object]]) -> None:
    with pytest.raises(InvalidInput):
        parts_wanted([{"name": "x", "uploadPartsInput": given}])


def test_files_beyond_what_one_answer_holds_come_whole() -> None:
    many = [part(number) for number in range(1, MAX_PARTS + 1)]
    wanted = parts_wanted([{"name": str(place), "uploadPartsInput": many} for place in range(6)])
    assert [len(parts) for parts in wanted] == [MAX_PARTS] * 5 + [0]


def test_clients_hand_back_entity_tags() -> None:
    assert completed_parts([part(1, f'"{FIRST}"'), part(2, SECOND)]) == {1: FIRST, 2: SECOND}
    with pytest.raises(InvalidInput):
        completed_parts([part(1)] * (MAX_PARTS + 1))


def test_addresses_come_in_the_order_of_numbers() -> None:
    node = part_urls_node(PartSlots("t", ("/1", "/2")), "http://h")
    assert [(one["partNumber"], one["uploadUrl"]) for one in node["uploadUrlParts"]] == [
        (1, "http://h/1"),
        (2, "http://h/2"),
    ]
