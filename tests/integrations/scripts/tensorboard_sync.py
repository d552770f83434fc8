"""What PyTorch's SummaryWriter writes for TensorBoard is logged as well."""

import sys

import torch
import wandb
from torch.utils.tensorboard import SummaryWriter

wandb.init(project=sys.argv[1], id="tensorboard", sync_tensorboard=True)
with SummaryWriter("events") as writer:
    for step in range(0, 50, 5):
        writer.add_scalar("train/loss", 1 / (step + 1), step)
    writer.add_histogram("weights", torch.arange(100) / 100, 45)
    writer.add_image("picture", torch.rand(3, 8, 8), 45)
wandb.finish()
