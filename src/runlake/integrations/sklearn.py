"""What an estimator of scikit-learn is, and how good it is: parameters, metrics and tables.

log_estimator(run, model, x_test, y_test)
"""

from typing import Any

import numpy
from sklearn import metrics
from sklearn.base import is_classifier, is_regressor

from runlake.sdk import Run
from runlake.sdk.media import Table
from runlake.sdk.messages import warn


def log_estimator(run: Run, estimator: Any, x: Any, y: Any, *, prefix: str = "test") -> dict[str, float]:
    """Log a fitted estimator; returns its metrics, which are logged as `<prefix>/<metric>`.

    Of a classifier: accuracy, precision, recall and F1 (weighted by class), for two classes the area under the ROC
    curve, and the confusion matrix as a table. Of a regressor: R², mean absolute and root mean squared error. Of both:
    parameters as config, and the importance of features where there is one.

    Args:
        x, y: data that the estimator has not seen: n rows, n labels or targets.
    """
    run.config.update({"estimator": type(estimator).__name__, **_parameters(estimator)})
    guessed = estimator.predict(x)
    values: dict[str, Any] = {}
    if is_classifier(estimator):
        values = _classified(y, guessed) | _ranked(estimator, x, y)
    elif is_regressor(estimator):
        values = _regressed(y, guessed)
    found = {f"{prefix}/{name}": float(value) for name, value in values.items()}
    tables = _tables(estimator, x, y, guessed)
    run.log({**found, **{f"{prefix}/{name}": table for name, table in tables.items()}})
    return found


def _parameters(estimator: Any) -> dict[str, Any]:
    """Its parameters, nested ones by sklearn's own names; estimators among them by their class."""
    found = estimator.get_params(deep=True)
    return {name: type(value).__name__ if hasattr(value, "get_params") else value for name, value in found.items()}


def _classified(y: Any, guessed: Any) -> dict[str, float]:
    options = {"average": "weighted", "zero_division": 0}
    return {
        "accuracy": metrics.accuracy_score(y, guessed),
        "precision": metrics.precision_score(y, guessed, **options),
        "recall": metrics.recall_score(y, guessed, **options),
        "f1": metrics.f1_score(y, guessed, **options),
    }


def _ranked(estimator: Any, x: Any, y: Any) -> dict[str, float]:
    """What needs probabilities, and both of two classes."""
    if not hasattr(estimator, "predict_proba") or len(set(numpy.asarray(y).tolist())) != 2:
        return {}
    try:
        return {"roc_auc": metrics.roc_auc_score(y, estimator.predict_proba(x)[:, 1])}
    except (ValueError, AttributeError) as error:
        warn("sklearn", f"there is no area under the ROC curve: {error}")
        return {}


def _regressed(y: Any, guessed: Any) -> dict[str, float]:
    return {
        "r2": metrics.r2_score(y, guessed),
        "mae": metrics.mean_absolute_error(y, guessed),
        "rmse": metrics.root_mean_squared_error(y, guessed),
    }


def _tables(estimator: Any, x: Any, y: Any, guessed: Any) -> dict[str, Table]:
    tables = {}
    if is_classifier(estimator):
        labels = sorted(set(numpy.asarray(y).tolist()) | set(numpy.asarray(guessed).tolist()))
        counts = metrics.confusion_matrix(y, guessed, labels=labels).tolist()
        rows = [[label, *row] for label, row in zip(labels, counts, strict=True)]
        tables["confusion"] = Table(rows, columns=["true", *(str(label) for label in labels)])
    importances = _importances(estimator)
    if importances is not None:
        names = getattr(estimator, "feature_names_in_", [f"feature {number}" for number in range(len(importances))])
        ranked = sorted(zip((str(name) for name in names), importances, strict=True), key=lambda row: -abs(row[1]))
        tables["importance"] = Table(ranked, columns=["feature", "importance"])
    return tables


def _importances(estimator: Any) -> list[float] | None:
    """Of trees their own, of linear models the coefficients, if there is one for each feature."""
    found = getattr(estimator, "feature_importances_", getattr(estimator, "coef_", None))
    if found is None:
        return None
    values = numpy.atleast_1d(numpy.squeeze(numpy.asarray(found, float)))
    return values.tolist() if values.ndim == 1 else None
