import datetime as dt

from common.clock import today
from insights import queries
from taskqueue.queue import task


@task(name="insights.rebuild_daily_sales", max_attempts=2)
def rebuild_daily_sales(days=3):
    """The last days again (orders may have been cancelled since), and the ranking."""
    for back in range(days):
        queries.rebuild_day(today() - dt.timedelta(days=back))
    queries.rebuild_ranking()
