import asyncio
class It:
    def __init__(self): self.n = 0
    def __aiter__(self): return self
    async def __anext__(self):
        if self.n: raise StopAsyncIteration
        self.n = 1
        return f
class Aw:
    def __await__(self):
        yield from ()
        return f
def f(): pass
async def main():
    async for x in It(): x()
    y = await Aw()
    y()
asyncio.run(main())
