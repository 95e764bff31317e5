class V:
    def __hash__(self): return 1
    def __eq__(self, o): return True
    def __lt__(self, o): return True
def main():
    v = V(); w = V()
    {v: 1}
    {v, w}
    d = {}
    d[v] = 2
    sorted([v, w])
    max(v, w) if False else None
    [v].index(w)
    v in [w]
main()
