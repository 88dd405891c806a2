"""An upload that is not taken."""


class Refused(Exception):
    """This file is not taken; `message` says to the person why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
