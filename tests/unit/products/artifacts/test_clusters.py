"""Siblings become clusters from five on; children of a cluster are siblings too."""

from runlake.products.artifacts.clusters import clusters_of


def test_five_siblings_of_one_sort_are_a_cluster_and_four_are_not() -> None:
    nodes = [(f"run{n}", "data", "run") for n in range(5)] + [(f"eval{n}", "data", "evaluation") for n in range(4)]
    found = clusters_of(nodes)
    assert set(found) == {f"run{n}" for n in range(5)}
    assert len(set(found.values())) == 1


def test_the_children_of_a_cluster_are_one_too() -> None:
    nodes = [(f"run{n}", "data", "run") for n in range(6)] + [(f"model{n}", f"run{n}", "model") for n in range(6)]
    found = clusters_of(nodes)
    assert len(found) == 12
    assert len({found[f"model{n}"] for n in range(6)}) == 1
    assert found["model0"] != found["run0"]


def test_children_of_single_parents_stay_apart() -> None:
    nodes = [(f"run{n}", "data", "run") for n in range(4)] + [(f"model{n}", f"run{n}", "model") for n in range(4)]
    assert clusters_of(nodes) == {}


def test_the_order_does_not_matter_as_long_as_parents_come_first() -> None:
    nodes = [("a", "start", "x"), *((f"b{n}", "a", "y") for n in range(5)), ("c", "start", "x")]
    assert set(clusters_of(nodes)) == {f"b{n}" for n in range(5)}
