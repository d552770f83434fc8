"""What the SQL of all views has in common: the project, and the places for what a question asks."""

THIS_PROJECT = "_t.project_id = {_project:UInt32}"

TOLD = "/* told */"
"""Where a view can be told what a question asks of its stored columns: further conditions, each with AND before it."""

ASKED = "/* asked */"
"""In what is stored for a column: where the sign and the constant stand, if not behind it."""
