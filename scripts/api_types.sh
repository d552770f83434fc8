#!/bin/sh
# Make web/src/api/generated.ts of the server's OpenAPI document; with --check, fail when it is not up to date.
set -eu
document=$(mktemp)
trap 'rm -f "$document"' EXIT
.venv/bin/python scripts/openapi.py > "$document"
cd web && node scripts/apiTypes.mjs "$@" < "$document"
