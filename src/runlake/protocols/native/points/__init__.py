"""Points of metrics: drawn, and read whole."""
