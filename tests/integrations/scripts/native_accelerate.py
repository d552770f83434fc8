"""Accelerate's own loop, tracked by Runlake."""

from accelerate import Accelerator

from runlake.integrations.accelerate import RunlakeTracker

accelerator = Accelerator(cpu=True, log_with=RunlakeTracker(run_id="native_accelerate"))
accelerator.init_trackers("ignored", config={"rate": 0.1})
for step in range(5):
    accelerator.log({"loss": 1 / (step + 1)}, step=step)
accelerator.end_training()
