"""What `wandb agent` runs: arguments come on the command line, and as config."""

import argparse

import wandb

parser = argparse.ArgumentParser()
parser.add_argument("--x", type=int)
with wandb.init() as run:
    run.log({"loss": run.config["x"], "argument": parser.parse_args().x})
