"""Evaluation: rows, a model, scorers; what came out is kept as traces and summed up."""

from runlake.sdk.evaluation.comparing import Comparison
from runlake.sdk.evaluation.dataset import Dataset
from runlake.sdk.evaluation.evaluating import Evaluation, evaluate
from runlake.sdk.evaluation.results import EvaluationResult, Trial
from runlake.sdk.evaluation.scoring import Scorer, scorer

__all__ = ["Comparison", "Dataset", "Evaluation", "EvaluationResult", "Scorer", "Trial", "evaluate", "scorer"]
