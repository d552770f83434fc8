"""The statements of identity, as functions of a connection."""
