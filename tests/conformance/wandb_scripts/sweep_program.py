"""What `wandb agent` runs: arguments come on the command line, and as config. The greater x, the longer a step takes."""

import argparse
import time

import wandb

parser = argparse.ArgumentParser()
parser.add_argument("--x", type=int)
parser.add_argument("--steps", type=int, default=1)
parser.add_argument("--pause", type=float, default=0)
given = parser.parse_args()
with wandb.init() as run:
    for _ in range(given.steps):
        run.log({"loss": run.config["x"], "argument": given.x})
        time.sleep(given.pause * given.x)
