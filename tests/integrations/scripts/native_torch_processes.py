"""PyTorch in several processes: ranks as `torchrun` starts them, data loaders whose workers log, tensors that require gradients."""

import multiprocessing
import os
import socket
import sys

import torch
import torch.multiprocessing
from torch import distributed
from torch.utils.data import DataLoader, Dataset

import runlake

RANKS, ROWS = 3, 200


class Items(Dataset):
    def __init__(self, run):
        self.run = run

    def __len__(self):
        return 32

    def __getitem__(self, number):
        if self.run is not None:
            self.run.log({"item": number}, step=number)
        return torch.tensor(float(number))


def train(rank, port):
    """What a program under torchrun does, with the environment that it has there."""
    os.environ |= {"RANK": str(rank), "LOCAL_RANK": str(rank), "WORLD_SIZE": str(RANKS)}
    os.environ |= {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port), "RUNLAKE_RUN_ID": "native_torch_ranks"}
    distributed.init_process_group("gloo")
    run = runlake.init(console=False, system_every_s=None)
    for step in range(ROWS):
        total = torch.tensor([float(rank)])
        distributed.all_reduce(total)
        run.log({"total": total[0], "rank": rank}, step=step)
    distributed.barrier()
    distributed.destroy_process_group()  # and the run is never finished


def load(run):
    for how in ("fork", "spawn"):
        for logs in (False, True):
            loader = DataLoader(Items(run if logs else None), num_workers=2, batch_size=4, multiprocessing_context=how)
            assert sum(float(batch.sum()) for batch in loader) == sum(range(32))


if __name__ == "__main__":
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    torch.multiprocessing.start_processes(train, args=(port,), nprocs=RANKS, start_method="spawn")
    with runlake.init(run_id="native_torch_loaders", console=False, system_every_s=None) as run:
        load(run)
        weights = torch.ones(3, requires_grad=True)
        run.log({"weight": weights[0], "half": torch.tensor(0.5, dtype=torch.bfloat16)}, step=0)
        run.log_batch({"weights": weights, "halves": torch.ones(3, dtype=torch.bfloat16)}, step=[1, 2, 3])
    sys.exit(len(multiprocessing.active_children()))
