"""`runlake runs`, `show` and `watch`: what is on a server, in the terminal."""
