"""Jobs: snapshot → algorithm → scores with evidence, in one run that is visible only when it has finished."""

from graph.engines import Engine
from intelligence.jobs.metric import Found, Metric, Place
from intelligence.jobs.running import JOBS, Options, Report, require, run_job

__all__ = ["JOBS", "Engine", "Found", "Metric", "Options", "Place", "Report", "require", "run_job"]
