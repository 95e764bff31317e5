class V:
    def __add__(self, o): return V()
    def __eq__(self, o): return True
    def __len__(self): return 1
    def __contains__(self, x): return True
    def __getitem__(self, i): return self
    def __bool__(self): return True
    def __iter__(self): return iter([self])
    def __hash__(self): return 1
    def __str__(self): return 's'
    def __lt__(self, o): return True
def main():
    v = V(); v + v; v == v; len(v); 1 in v; v[0]
    for x in v: x + x
    str(v)
main()
