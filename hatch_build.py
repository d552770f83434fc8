"""Build hook: puts the built UI into the wheel, so that an installed Runlake needs no Node.

An editable install is left alone: the server then serves `web/dist` of the work tree, if it has been built.
The source distribution carries `web/dist` too, so that a wheel made from it needs no Node either.
"""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_TARGET_IN_PACKAGE = {"wheel": "runlake/server/web", "sdist": "web/dist"}


class WebBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Builds `web/` with npm when `web/dist` is missing, and includes it."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a build; `version` is "standard" or "editable"."""
        if version == "editable" or self.target_name not in _TARGET_IN_PACKAGE:
            return
        built = _built_web(Path(self.root) / "web")
        build_data["force_include"][str(built)] = _TARGET_IN_PACKAGE[self.target_name]


def _built_web(web: Path) -> Path:
    """Return the folder of the built UI; builds it first when there is none."""
    built = web / "dist"
    if (built / "index.html").is_file():
        return built
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeError(
            f"{built} is missing and npm is not installed: install Node 20 or newer, or run `make web` first"
        )
    subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=web, check=True)  # noqa: S603
    subprocess.run([npm, "run", "build"], cwd=web, check=True)  # noqa: S603
    return built
