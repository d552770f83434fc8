"""Artifacts: files in named versions, logged by runs and used by others.

`artifact` says what is to be logged, `sending` gets it to the server; `using` finds what is there, `downloading` and `cache`
bring its files.
"""
