"""Boosted trees of LightGBM, with wandb's callback and its summary of the model."""

import sys

import lightgbm
import wandb
from sklearn.datasets import load_breast_cancer
from wandb.integration.lightgbm import log_summary, wandb_callback

x, y = load_breast_cancer(return_X_y=True)
train = lightgbm.Dataset(x[:400], y[:400])
valid = lightgbm.Dataset(x[400:], y[400:], reference=train)
wandb.init(project=sys.argv[1], id="lightgbm")
model = lightgbm.train(
    {"objective": "binary", "metric": ["binary_logloss", "auc"], "num_leaves": 7, "verbose": -1},
    train,
    num_boost_round=10,
    valid_sets=[valid],
    valid_names=["valid"],
    callbacks=[wandb_callback(), lightgbm.early_stopping(8, verbose=False)],
)
log_summary(model, save_model_checkpoint=True)
wandb.finish()
