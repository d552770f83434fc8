"""A model of Keras on its PyTorch back end, with wandb's callbacks for metrics and checkpoints."""

import os
import sys

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import wandb
from wandb.integration.keras import WandbMetricsLogger, WandbModelCheckpoint

wandb.init(project=sys.argv[1], id="keras", config={"epochs": 3})
x = np.random.default_rng(0).normal(size=(64, 4)).astype("float32")
y = (x.sum(axis=1) > 0).astype("float32")
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, "relu"), keras.layers.Dense(1, "sigmoid")])
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
callbacks = [WandbMetricsLogger(), WandbModelCheckpoint("best.keras", monitor="val_loss", save_best_only=True)]
model.fit(x, y, validation_split=0.25, epochs=3, batch_size=16, verbose=0, callbacks=callbacks)
wandb.finish()
