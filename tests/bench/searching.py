"""The desk's search at two sizes: the same number of hits in each, newest first (decisions 21)."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from urllib.parse import urlencode

from tests.bench import rounds
from tests.bench.callers import Refused
from tests.bench.figures import Limit, Outcome
from tests.bench.printing import p50
from tests.bench.stage import House, Stage

# What nobody else wrote: planted in some needs of each house, and looked for in three ways.
PLANTED = "鹏鹋回廊 zyzzyva-77"
WORDS = {"two characters": "鹏鹋", "four characters": "鹏鹋回廊", "a word and a phrase": "zyzzyva-77 鹋回廊"}
TABS = ("open", "ended")
HITS = 40
GROWS = Limit(queries=10, at_most=2)


def search(stage: Stage, sizes: tuple[int, int]) -> Iterator[Outcome]:
    """What stands in 40 open and in 40 ended needs, whatever the size of the house."""
    few, many = (stage.house(needs) for needs in sizes)
    for house in (few, many):
        _plant(house)
    # Signed in only now: a line that nobody used for a minute is closed by the house, and planting takes longer.
    looks: dict[str, Callable[[], object]] = _looks(few) | _looks(many)
    found = rounds.latency(looks)
    queries = many.bench("ask", *(_path(word, tab) for word, tab in product(WORDS, TABS)))["queries"]
    for word, tab in product(WORDS, TABS):
        small, large = (found[_name(house, word, tab)] for house in (few, many))
        against = (f"{few.needs} needs", small)
        yield p50("search", f"{many.needs} needs, {tab}, {word}", large, queries, against=against), GROWS


def _plant(house: House) -> None:
    """Raises Refused where a search does not find exactly what was planted."""
    house.bench("plant", PLANTED, str(HITS))
    for word, tab in product(WORDS, TABS):
        hits = house.bench("hits", WORDS[word], tab)
        if hits != HITS:
            raise Refused(f"{WORDS[word]} is found {hits} times among {house.needs} needs, {tab}: {HITS} were planted")


def _looks(house: House) -> dict[str, Callable[[], object]]:
    """Searches by the desk's manager."""
    manager = house.desk_manager()
    return {_name(house, word, tab): partial(manager.get, _path(word, tab)) for word, tab in product(WORDS, TABS)}


def _name(house: House, word: str, tab: str) -> str:
    return f"{house.needs} {word} {tab}"


def _path(word: str, tab: str) -> str:
    return f"/desk/?{urlencode({'tab': tab, 'q': WORDS[word]})}"
