from collections import deque, OrderedDict, ChainMap, Counter
def a(): pass
d = deque([a]); d.append(a); d.popleft()(); d[0]()
o = OrderedDict(); o['x'] = a; o['x'](); o.popitem()[1]()
ChainMap({'a': a})['a']()
