"""What libraries of the field log, as runs: a module for each library, which is imported only with that module.

`lightning`, `transformers`, `accelerate`, `keras`, `xgboost`, `lightgbm`, `catboost`, `sklearn`, `optuna`, `ray` (Tune),
`tensorboard` (a `SummaryWriter`), `logging`, and `pytest`, whose plug-in turns evaluations into gates.
"""
