from runlake.protocols.wandb.graphql.paging import page_of

NODES = [{"id": str(number)} for number in range(5)]


def test_pages_continue_after_the_last_node() -> None:
    first = page_of(NODES, None, 2)
    assert [edge["node"]["id"] for edge in first["edges"]] == ["0", "1"]
    assert first["pageInfo"] == {"endCursor": "1", "hasNextPage": True}
    last = page_of(NODES, "3", 2)
    assert [edge["node"]["id"] for edge in last["edges"]] == ["4"]
    assert last["pageInfo"]["hasNextPage"] is False


def test_a_vanished_cursor_ends_the_listing() -> None:
    assert page_of(NODES, "gone", 2)["edges"] == []
    assert page_of(NODES, "gone", 2)["pageInfo"]["hasNextPage"] is False
