import asyncio
async def a(): return b
def b(): pass
class CM:
    async def __aenter__(self): return self
    async def __aexit__(self, *a): pass
    def use(self): pass
async def agen():
    yield b
async def main():
    f = await a(); f()
    async with CM() as c: c.use()
    async for x in agen(): x()
asyncio.run(main())
