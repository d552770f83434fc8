"""Judgements of people, scorers and code on calls, versions and conversations."""

from runlake.products.feedback.judged_spans import JudgedSpans
from runlake.products.feedback.judgements import (
    Judgement,
    check_judgement,
    judgement_of,
    new_judgement,
    score_by_code,
    span_target,
)
from runlake.products.feedback.product import Feedback, FeedbackQuery
from runlake.products.feedback.records import FeedbackItem

__all__ = [
    "Feedback",
    "FeedbackItem",
    "FeedbackQuery",
    "JudgedSpans",
    "Judgement",
    "check_judgement",
    "judgement_of",
    "new_judgement",
    "score_by_code",
    "span_target",
]
