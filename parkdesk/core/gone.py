"""What was here once and is no more (410), told apart from what never was (404)."""


class Gone(Exception):
    """An address that has run out: a link past its time, a code that was replaced. `reason` is for the person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
