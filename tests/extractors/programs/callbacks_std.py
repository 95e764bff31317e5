import atexit, threading, concurrent.futures as cf, functools, itertools, heapq, operator
def a(*x): return 1
def b(*x): return 1
def c(*x): return 1
list(map(a, [1]))
list(filter(b, [1]))
sorted([1, 2], key=c)
min([1], key=a)
[3, 1].sort(key=b)
functools.reduce(a, [1, 2])
list(itertools.starmap(b, [(1,)]))
list(itertools.takewhile(c, [1]))
heapq.nlargest(1, [1], key=a)
with cf.ThreadPoolExecutor() as ex:
    ex.submit(a, 1).result()
    list(ex.map(b, [1]))
threading.Timer(0, a).function()
{k: list(v) for k, v in itertools.groupby([1], key=c)}
import re
re.sub('a', lambda m: 'b', 'a')
import collections
collections.defaultdict(a)['x']
iter(c, 1)
next(iter(c, 2))
