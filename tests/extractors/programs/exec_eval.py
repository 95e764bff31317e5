def f(): pass
eval('f')()
eval('f()')
exec('f()')
