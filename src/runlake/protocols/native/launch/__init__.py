"""What is started from here: launch queues and sweeps."""
