"""A small net of Keras with Runlake's callback."""

import keras
import numpy as np

from runlake.integrations.keras import RunlakeCallback

x = np.linspace(-1, 1, 64).reshape(-1, 1)
model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
callback = RunlakeCallback(run_id="native_keras", every_batches=2)
model.fit(x, 3 * x, epochs=3, batch_size=16, validation_data=(x, 3 * x), verbose=0, callbacks=[callback])
