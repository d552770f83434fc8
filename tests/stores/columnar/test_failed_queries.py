"""What a query had written before it failed is not taken for the beginning of the next answer."""

from pathlib import Path

import pytest

from runlake.errors import StoreError
from runlake.storage.columnar import ChdbColumnar


async def test_the_answer_after_a_failed_query_is_whole(tmp_path: Path) -> None:
    columnar = await ChdbColumnar.open(tmp_path / "columnar", readers=1)
    with pytest.raises(StoreError) as failed:
        await columnar.query("SELECT throwIf(number = 90000, 'enough') AS failing FROM numbers(100000)")
    assert failed.value.engine_code == 395
    answer = await columnar.query("SELECT number AS answer FROM numbers(3)")
    assert answer.to_pydict() == {"answer": [0, 1, 2]}
    await columnar.close()
