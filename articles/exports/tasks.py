"""What is made by the clock: the data set, each night, if the settings name a folder for it."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from articles.exports.dataset.publishing import publish


@app.periodic(cron="47 2 * * *")
@app.task(name="publish_dataset", queue="upkeep", queueing_lock="publish_dataset", pass_context=False)
def publish_dataset(timestamp: int) -> str:
    """Write today's version; returns its folder, or nothing where none is asked for."""
    if not settings.DATASET_DIR:
        return ""
    return str(publish(Path(settings.DATASET_DIR), timezone.now(), settings.DATASET_KEEP))
