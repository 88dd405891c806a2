"""Benchmarks: `make bench [ONLY=name] [SCALE=small|full]` prints one JSON object a line (docs/benchmarks.md).

Every figure is a ratio to something measured in the same run; a missed limit is printed and ends with exit code 1.
To Django this folder is an app of its own, installed by its own settings alone: the bare views stand here.
"""
