from aftersales import tickets
from taskqueue.queue import task


@task
def close_silent_tickets():
    return tickets.close_silent()


@task
def escalate_tickets():
    return tickets.escalate()
