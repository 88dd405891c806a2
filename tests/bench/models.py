"""The plain row that the bare views insert and list."""

from django.db import models


class Row(models.Model):
    """A text and a time: no trail, no steps, no limits. Its table is made by `bench prepare`."""

    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "bench_row"

    def __str__(self) -> str:
        return self.text[:40]
