"""Passes items through Python's queue.Queue; prints the seconds it took.

queue_bench.py <producers and consumers> <items>
queue_bench.py stages <items>
"""

import queue
import sys
import threading
import time

CAPACITY = 128


def pass_on(source, target, count):
    for _ in range(count):
        target.put(source.get())


def produce(target, count):
    for item in range(count):
        target.put(item)


def consume(source, count):
    for _ in range(count):
        source.get()


def shares(count, threads):
    return [count // threads + (i < count % threads) for i in range(threads)]


shape, items = sys.argv[1], int(sys.argv[2])
calls = []
if shape == "stages":
    queues = [queue.Queue(CAPACITY) for _ in range(4)]
    calls.append((produce, queues[0], items))
    for stage, workers in enumerate((3, 4, 5)):
        for share in shares(items, workers):
            calls.append((pass_on, queues[stage], queues[stage + 1], share))
    calls.append((consume, queues[3], items))
else:
    between = queue.Queue(CAPACITY)
    for share in shares(items, int(shape)):
        calls.append((produce, between, share))
        calls.append((consume, between, share))

threads = [threading.Thread(target=call, args=args) for call, *args in calls]
start = time.perf_counter()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(time.perf_counter() - start)
