#!/bin/sh
# Walking a query that graphql-core has parsed: what a node's list is where the query has none.
#
# Guess: a field without arguments has an empty tuple of arguments, as in graphql-core 3.2.
# Seen with graphql-core 3.3.2: None, for arguments, directives and variable definitions alike, so that a loop
# over them which ran for years ends in a TypeError. With 3.2.14, of the same year, it is () for each.
# The script prints what both versions give and ends with 1 where it differs.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/look.py" <<'PY'
import sys

from graphql import __version__, parse

(operation,) = parse("query Stars { repository }").definitions
(field,) = operation.selection_set.selections
found = [field.arguments, field.directives, operation.variable_definitions]
print(__version__, found)
sys.exit(found != ([None] * 3 if __version__ >= "3.3" else [()] * 3))
PY
for version in 3.2.14 3.3.2; do
    python3 -m venv "$folder/$version"
    "$folder/$version/bin/pip" --quiet --disable-pip-version-check install "graphql-core==$version" 2>/dev/null
    "$folder/$version/bin/python" "$folder/look.py"
done
