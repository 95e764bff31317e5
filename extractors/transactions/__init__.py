"""Transactions: what lies between begin and commit on the paths of the code.

``openings`` says which values begin a transaction when they are entered or decorate a function,
``commits`` which calls end one, ``leaving`` which calls hand work to somebody who runs it outside of it;
``regions`` finds the stretches of code between these, ``reaching`` what is touched inside, callees
included. ``requests`` adds the web requests that settings make atomic.
"""

from decompose.extractors.transactions.finding import TransactionBlock, find_transactions

__all__ = ["TransactionBlock", "find_transactions"]
