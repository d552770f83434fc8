"""Digests are those that Weave's clients compute. The vectors come from the client."""

import pytest

from runlake.products.objects import file_digest, internal_id, table_digest, value_digest
from runlake.products.objects.digests import outer_digest

VALUES = [
    (None, "dCNOmKYnSYX12vHzasLXiswzlGT5UHA7jAGYkvmCuQs"),
    (True, "tb6kG2xiP3wJ8b8k3K5Y66s8DN2QrZZrxDpFtEhn4Ss"),
    (1, "a4aycY80YOGda4BOY1oYV0etpOqiLx1JwB5S3beHW0s"),
    (1.0, "0P9ZdLaqUs9WKXpZIYQMAyqGCpGjUS9Y6Pdo9rvgBfY"),
    ("é", "q8OTLJ7FjwQnUHOMSQNOfuZ89VbWvoaDKsPdo43stwM"),
    ([], "T1PNoYwrqgwDVLtfmj7L5e0Sq02OEbqHPC8RFhICuUU"),
    ({}, "RBNvo1WzZ4oRRq0W9XhknpT7T8If536DEMBg9hyqY4o"),
    (
        {"a": 1, "b": [1, 2.5, None, True, "é"], "nested": {"k": "v"}},
        "pctKqpfTjhbKtEHDYxXU1EI195UHut4VqZ7rnW4QDOY",
    ),
]
ROWS = [{"id": 1, "value": 2}, {"id": 2, "value": 3}, {"id": 3, "value": 4}]


@pytest.mark.parametrize(("value", "digest"), VALUES)
def test_values(value: object, digest: str) -> None:
    assert value_digest(value) == digest


def test_references_are_hashed_in_the_internal_form() -> None:
    value = {
        "model": "weave:///acme/demo/object/m:abc/attr/x",
        "list": ["weave:///e/p/table/1", "no weave:///e/p/x"],
        "text": '[{"type": "ref", "at": "weave:///acme/demo/op/f:1"}]',
        "n": 1.0,
    }
    assert internal_id("acme/demo") == "YWNtZS9kZW1v"
    assert value_digest(value) == "7RKCu9QtTEfixipibjyl5y2FXgWqELA93CkhI6vMSbM"
    assert outer_digest(value) == "aR3lE0IDkmlE3XqdoY8haY2OvOvZfh07w0fL9f2y5eI"
    assert value_digest("weave:///short") == outer_digest("weave:///short")


def test_the_order_of_keys_does_not_matter() -> None:
    assert value_digest({"b": 1, "a": 2}) == value_digest({"a": 2, "b": 1})


def test_tables_are_digests_of_the_digests_of_their_rows() -> None:
    digests = [value_digest(row) for row in ROWS]
    assert digests[0] == "mriP98RC2VPGkzk0QeZZ2hq4pUA8fQnhNlsivPxyYYA"
    assert table_digest(digests) == "03b86e8588d298a1814945664597d94281cb0dbca3b4ff8b0fcff30a6305d33e"
    assert table_digest([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_files() -> None:
    assert file_digest(b"") == "47DEQpj8HBSaXYTImWX5JCeuQeRkm5NMpJWZG3hSuFU"
    assert file_digest(b"hello") == "LPJNulXwow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ"
