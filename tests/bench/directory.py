"""The directory's import in figures: its time beside a plain ModelResource, its memory beside the limit."""

from collections.abc import Iterator
from statistics import median

from tests.bench.figures import Figure, Limit, Outcome, ratio
from tests.bench.printing import DB
from tests.bench.stage import Stage

PLAIN, LIMIT_MB = "plain ModelResource of django-import-export, no cleaning", 300
TIME, MEMORY = Limit(at_most=0.5), Limit(at_most=1)


def imports(stage: Stage, needs: int) -> Iterator[Outcome]:
    """6,120 firms of a workbook, and 100,000 of a table, into a directory of 6,120."""
    house = stage.house(needs)
    found = house.bench("import_times")
    ours, theirs, queries = found["ours"], found["theirs"], found["queries"]
    took = Figure("import", "6120 rows", DB, median(ours), "s", PLAIN, ratio(ours, theirs), queries, len(ours))
    yield took, TIME
    used = house.bench("import_memory")
    case, against = f"{used['made']} rows, peak of the process", f"the limit of {LIMIT_MB} MB"
    yield Figure("import", case, DB, used["peak"], "MB", against, used["peak"] / LIMIT_MB, 0, 1), MEMORY
