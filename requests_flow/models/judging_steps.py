"""Steps of a need after its answer: calls that were not due to close it, and what follows a low rating."""

from functools import cached_property
from typing import TYPE_CHECKING

from parkdesk.core.states import STAYS, step
from requests_flow import guards
from requests_flow import judging_guards as judging
from requests_flow.words import State

if TYPE_CHECKING:
    from requests_flow.models.mending import Mending

ANSWERED = [State.RESOLVED, State.FOLLOWED_UP, State.CLOSED]


class JudgingSteps:
    """Beside `Steps`, in the same table. What they change stands in tables of its own (calls.py, mending.py)."""

    @cached_property
    def is_called_about(self) -> bool:
        """Somebody has spoken with the reporter about this handling."""
        return self.follow_ups.filter(handling=self.handling).exists()

    @cached_property
    def low_rating(self) -> "Mending | None":
        """What follows the low rating of this handling, where there is one. Asks only where it was rated at all."""
        found = self.mendings.filter(rating__handling=self.handling) if self.is_rated else self.mendings.none()
        return found.select_related("rating").first()

    @step([State.CLOSED], STAYS, guards.follows_up_on_others, guards.is_within_rating_time, judging.is_not_yet_called)
    def call_back(self, how, is_solved):
        pass

    @step([State.RESOLVED, State.CLOSED], STAYS, guards.follows_up_on_others, judging.is_not_yet_called)
    def miss_call(self, result):
        pass

    @step([State.RESOLVED, State.CLOSED], STAYS, guards.reported_it, judging.is_call_ahead)
    def wish_call(self, part):
        pass

    @step(ANSWERED, STAYS, guards.follows_up_on_others, judging.is_rater_to_be_contacted)
    def contact_rater(self, how):
        pass

    @step(ANSWERED, STAYS, judging.judges_ratings_of_others, judging.is_rating_to_be_examined)
    def uphold(self):
        pass

    @step(ANSWERED, STAYS, judging.judges_ratings_of_others, judging.is_rating_to_be_examined)
    def mark_mistaken(self, reason):
        pass

    @step(ANSWERED, STAYS, guards.sits_at_the_desk, judging.is_rating_upheld)
    def mend(self, message):
        pass

    @step(ANSWERED, STAYS, guards.reported_it, judging.is_time_to_rate_again)
    def rate_again(self, grade, comment=""):
        pass
