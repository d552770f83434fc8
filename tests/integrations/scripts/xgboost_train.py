"""Boosted trees of XGBoost, with wandb's callback."""

import sys

import wandb
import xgboost
from sklearn.datasets import load_breast_cancer
from wandb.integration.xgboost import WandbCallback

x, y = load_breast_cancer(return_X_y=True)
train, valid = xgboost.DMatrix(x[:400], y[:400]), xgboost.DMatrix(x[400:], y[400:])
wandb.init(project=sys.argv[1], id="xgboost")
xgboost.train(
    {"objective": "binary:logistic", "eval_metric": ["logloss", "auc"], "max_depth": 3},
    train,
    num_boost_round=10,
    evals=[(train, "train"), (valid, "valid")],
    early_stopping_rounds=8,
    callbacks=[WandbCallback(log_model=True)],
)
wandb.finish()
