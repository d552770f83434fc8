"""Tasks and actors of Ray log into one run, one of them is killed; then Tune tries four values."""

import os

import ray
from ray import tune

import runlake
from runlake.integrations.ray import RunlakeCallback

ROWS = 300


@ray.remote
def work(run, number):
    for step in range(ROWS):
        run.log({"loss": step}, step=number * ROWS + step)


@ray.remote
class Rank:
    def __init__(self, rank):
        self.first = rank * ROWS
        self.run = runlake.init(run_id="native_ray", rank=rank, console=False, system_every_s=None)

    def work(self):
        for step in range(ROWS):
            self.run.log({"loss": step}, step=self.first + step)


def train(config):
    for step in range(3):
        tune.report({"score": config["x"] + step, "deep": {"half": step / 2}})
    if config["x"] == 3:
        raise ValueError("three is too much")


ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
with runlake.init(run_id="native_ray", config={"rate": 0.1}) as run:
    run.log({"loss": 0}, step=0)
    ray.get([work.remote(run, number) for number in (1, 2)])
    killed = Rank.remote(3)
    ray.get(killed.work.remote())
    ray.kill(killed)
tune.Tuner(
    train,
    param_space={"x": tune.grid_search([0, 1, 2, 3])},
    tune_config=tune.TuneConfig(metric="score", mode="max"),
    run_config=tune.RunConfig(
        name="tried", storage_path=os.path.abspath("tried"), callbacks=[RunlakeCallback(tags=["tuned"])], verbose=0
    ),
).fit()
ray.shutdown()
