"""Learn the suggestion from what people sorted."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from requests_flow.suggestion.learning import MEASURES, learn


class Command(BaseCommand):
    help = (
        "Learns the suggestion from all needs that people sorted, compares it with the model in use on needs that "
        "neither has seen, and takes it into use when it is not worse."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="compare and say both figures, store nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        lesson = learn(is_dry_run=dry_run)
        self.stdout.write(
            _("Learned from %(count)s sorted needs, examined on %(examined)s.")
            % {"count": lesson.learned_from, "examined": lesson.examined}
        )
        for name in MEASURES:
            new, old = f"{lesson.new[name]:.3f}", f"{lesson.old[name]:.3f}"
            self.stdout.write(f"{name:<10} {new}  ({lesson.old_version}: {old})")
        self.stdout.write(self._outcome(lesson.version, lesson.is_not_worse))

    def _outcome(self, version: str, is_taken: bool) -> str:
        if not version:
            return _("Nothing was stored.")
        if is_taken:
            return _("Version %(version)s is in use.") % {"version": version}
        return _("Version %(version)s is kept, but the one before stays in use: it was better.") % {"version": version}
