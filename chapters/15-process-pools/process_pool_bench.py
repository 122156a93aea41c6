"""Python's process pools, measured by themselves: process_pool_bench.py POOL WORKERS TASKS

Prints the seconds that it took. POOL is `executor` (concurrent.futures) or `pool` (multiprocessing); both hand
out one task at a time.
"""
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Pool


def twice(number):
    return 2 * number


if __name__ == "__main__":
    kind, workers, tasks = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    with ProcessPoolExecutor(workers) if kind == "executor" else Pool(workers) as pool:
        list(pool.map(twice, range(100), chunksize=1))  # they have started
        start = time.perf_counter()
        list(pool.map(twice, range(tasks), chunksize=1))
        print(time.perf_counter() - start)
