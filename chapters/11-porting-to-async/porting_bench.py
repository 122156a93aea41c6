"""The guessing server on asyncio's streams: porting_bench.py

Prints the port that it listens on, and serves until it is ended.
"""
import asyncio
import random


class Session:
    def __init__(self):
        self.clear()

    def clear(self):
        self.lo = self.hi = None
        self.tried = set()
        self.guess = self.before = self.secret = None

    def next_guess(self):
        if self.secret is None:
            while True:
                self.guess = random.randint(self.lo, self.hi)
                if self.guess not in self.tried:
                    break
            self.tried.add(self.guess)
        return self.guess

    def report(self, outcome):
        if outcome == "Correct":
            self.secret = self.guess
        elif self.before is not None and outcome != "Unsure":
            lower, upper = sorted((self.before, self.guess))
            if outcome == "Same":
                self.lo, self.hi = max(self.lo, (lower + upper + 1) // 2), min(self.hi, (lower + upper) // 2)
            elif (outcome == "Warmer") == (self.guess == upper):
                self.lo = max(self.lo, (lower + upper) // 2 + 1)
            else:
                self.hi = min(self.hi, (lower + upper - 1) // 2)
        self.before = self.guess


async def serve(reader, writer):
    session = Session()
    while line := await reader.readline():
        command, *rest = line.decode().split()
        if command == "PARAMS":
            session.clear()
            session.lo, session.hi = map(int, rest)
        elif command == "NUMBER":
            writer.write(b"%d\n" % session.next_guess())
            await writer.drain()
        elif command == "REPORT":
            session.report(rest[0])
        elif command == "CLEAR":
            session.clear()
        else:
            break
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
