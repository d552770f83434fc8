"""Print the OpenAPI document of the native API, as a server of this source tree would answer it.

    .venv/bin/python scripts/openapi.py > openapi.json

`make api-types` makes the web UI's types of it.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from runlake.server.native_app import build_native
from runlake.server.platform import Platform
from runlake.settings import Settings


async def read_document() -> dict[str, Any]:
    """The document of an application on empty stores, which are gone when it returns."""
    with tempfile.TemporaryDirectory() as folder:
        platform = await Platform.open(Settings(data_dir=Path(folder)))
        try:
            return build_native(platform).openapi()
        finally:
            await platform.close()


if __name__ == "__main__":
    json.dump(asyncio.run(read_document()), sys.stdout, indent=1)
