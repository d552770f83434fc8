"""XGBoost, LightGBM and CatBoost with Runlake's callbacks, each in a run of its own."""

import catboost
import lightgbm
import xgboost
from sklearn.datasets import load_breast_cancer

from runlake.integrations import catboost as of_catboost
from runlake.integrations import lightgbm as of_lightgbm
from runlake.integrations import xgboost as of_xgboost

x, y = load_breast_cancer(return_X_y=True)
train, valid = (x[:400], y[:400]), (x[400:], y[400:])

matrices = [xgboost.DMatrix(*part) for part in (train, valid)]
xgboost.train(
    {"objective": "binary:logistic", "eval_metric": ["logloss", "auc"]},
    matrices[0],
    10,
    evals=[(matrices[1], "valid")],
    verbose_eval=False,
    callbacks=[of_xgboost.RunlakeCallback(run_id="native_xgboost")],
)

sets = lightgbm.Dataset(*train)
lightgbm.train(
    {"objective": "binary", "metric": "auc", "num_leaves": 7, "verbose": -1},
    sets,
    10,
    valid_sets=[sets.create_valid(*valid)],
    valid_names=["valid"],
    callbacks=[of_lightgbm.RunlakeCallback(run_id="native_lightgbm")],
)

callback = of_catboost.RunlakeCallback(run_id="native_catboost")
model = catboost.CatBoostClassifier(iterations=10, verbose=False, allow_writing_files=False)
model.fit(*train, eval_set=valid, callbacks=[callback])
callback.finish(model)
