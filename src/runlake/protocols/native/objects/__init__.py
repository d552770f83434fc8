"""Objects that are published beside traces: prompts, data sets, evaluations."""
