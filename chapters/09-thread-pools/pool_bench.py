"""Python's ThreadPoolExecutor, measured by itself: pool_bench.py SHAPE WORKERS TASKS

Prints the seconds that it took. SHAPE is `fan_out` (submit all, then get all) or `one_at_a_time`.
"""
import sys
import time
from concurrent.futures import ThreadPoolExecutor


def nothing():
    return 1


shape, workers, tasks = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with ThreadPoolExecutor(workers) as pool:
    start = time.perf_counter()
    if shape == "fan_out":
        futures = [pool.submit(nothing) for _ in range(tasks)]
        for future in futures:
            future.result()
    else:
        for _ in range(tasks):
            pool.submit(nothing).result()
    print(time.perf_counter() - start)
