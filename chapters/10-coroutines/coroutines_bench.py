"""Python's asyncio, measured by itself: coroutines_bench.py SHAPE COUNT

Prints the seconds that it took and the bytes for each. SHAPE is `yields` (one coroutine gives way COUNT times) or
`gathered` (COUNT coroutines give way once).
"""
import asyncio
import resource
import sys
import time


async def yields(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def gathered(count):
    await asyncio.gather(*[yields(1) for _ in range(count)])


shape, count = sys.argv[1], int(sys.argv[2])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.perf_counter()
asyncio.run(yields(count) if shape == "yields" else gathered(count))
seconds = time.perf_counter() - start
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(seconds, (after - before) * 1024 / count)
