"""What our own client, and any other writer, adds to runs and traces."""
