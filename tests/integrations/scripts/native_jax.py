"""Values of JAX in all places of a run; what is traced has no value, and that is said. No buffer is held."""

import gc

import jax
import jax.numpy as jnp

import runlake

run = runlake.init(run_id="native_jax", config={"rate": jnp.float32(0.5), "sizes": jnp.arange(3)}, system_every_s=None)
run.log({"float": jnp.float32(1.5), "half": jnp.bfloat16(2.5), "whole": jnp.int8(3), "array": jnp.zeros(())}, step=0)
run.log({"weights": runlake.Histogram(jnp.arange(9, dtype=jnp.bfloat16))}, step=1)
run.log({"picture": runlake.Image(jnp.ones((4, 4, 3), jnp.bfloat16))}, step=1)
run.log(runlake.histograms({"layer": [jnp.ones((3, 3))]}, "parameters/"), step=1)
run.log_batch({"batch": jnp.arange(5.0), "halves": jnp.arange(5, dtype=jnp.bfloat16)}, step=jnp.arange(5))
run.summary["best"] = jnp.bfloat16(0.25)


@jax.jit
def step(x):
    for wrong in (
        lambda: run.log({"loss": x}),
        lambda: run.config.update(x=x),
        lambda: run.log_batch({"loss": x[None]}),
    ):
        said = ""
        try:
            wrong()
        except runlake.UsageError as error:
            said = str(error)
        assert "has no value yet" in said
    jax.debug.callback(lambda loss: run.log({"loss": loss}), x)
    return x * 2


step(jnp.float32(7)).block_until_ready()
jax.effects_barrier()
gc.collect()
assert jax.live_arrays() == [], jax.live_arrays()
run.finish()
