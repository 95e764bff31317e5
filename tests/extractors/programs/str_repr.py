class V:
    def __str__(self): return 'a'
    def __repr__(self): return 'b'
    def __format__(self, s): return 'c'
    def __int__(self): return 1
    def __float__(self): return 1.0
    def __index__(self): return 0
    def __bytes__(self): return b''
def main():
    v = V()
    str(v); repr(v); f'{v}'; f'{v!r}'; '%s' % v; '{}'.format(v); print(v); int(v); float(v); [1][v]; bytes(v); format(v)
main()
