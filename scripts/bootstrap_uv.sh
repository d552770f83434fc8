#!/bin/sh
# Put uv into a virtual environment of its own (.make/tools), so that nothing needs to be on the machine but Python.
set -eu
python=${1:-}
uv_version=0.13.9

if [ -z "$python" ]; then
    echo "Runlake needs Python 3.11 or newer; none was found. Install one, or run: make PYTHON=/path/to/python3.11 up" >&2
    exit 1
fi
if ! "$python" -m venv --clear .make/tools; then
    echo "$python cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv" >&2
    exit 1
fi
.make/tools/bin/python -m pip install --quiet --disable-pip-version-check "uv==$uv_version"
