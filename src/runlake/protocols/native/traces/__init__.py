"""Spans and traces: found, read, judged, summed up; mapping and prices."""
