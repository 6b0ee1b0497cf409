"""Approved plans on their way: what is made, in which order, and what is kept of it."""

from deploy.runs.applying import Outcome, Progress, apply
from deploy.runs.approval import RefusedError, alone, approve, was_interrupted

__all__ = ["Outcome", "Progress", "RefusedError", "alone", "apply", "approve", "was_interrupted"]
