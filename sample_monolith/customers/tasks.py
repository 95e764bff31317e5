from customers.loyalty import expire_points
from taskqueue.queue import task


@task
def expire_loyalty_points():
    return expire_points()
