class V:
    def __bool__(self): return True
class L:
    def __len__(self): return 1
def main():
    v = V(); l = L()
    if v: pass
    while not v: pass
    x = v and l
    y = 1 if l else 2
    bool(v)
    assert l
main()
