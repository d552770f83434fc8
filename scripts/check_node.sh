#!/bin/sh
# Stop with a clear message when Node is missing or too old to build the UI.
major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
if [ "$major" -lt 20 ]; then
    echo "Building the UI needs Node 20 or newer with npm; found: $(node --version 2>/dev/null || echo none)." >&2
    echo "On Debian and Ubuntu: apt-get install nodejs npm (check its version), or take it from nodejs.org." >&2
    exit 1
fi
command -v npm >/dev/null || { echo "npm is missing: it comes with Node." >&2; exit 1; }
