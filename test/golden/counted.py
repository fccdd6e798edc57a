"""The random numbers of src/tensor/random.ts worked out apart from it: Philox 4x32-10 (Salmon et al., SC 2011) with
key = seed and counter = (block, count, FNV-1a hash of the stream's name). For the scripts beside it; standard library only.
"""

import math

M32 = 0xFFFFFFFF


def philox(counter, key):
    x, k = list(counter), list(key)
    for _ in range(10):
        p0, p2 = 0xD2511F53 * x[0], 0xCD9E8D57 * x[2]
        x = [(p2 >> 32) ^ x[1] ^ k[0], p2 & M32, (p0 >> 32) ^ x[3] ^ k[1], p0 & M32]
        k = [(k[0] + 0x9E3779B9) & M32, (k[1] + 0xBB67AE85) & M32]
    return x


# Known answer of the reference implementation (Random123, kat_vectors).
assert philox([M32] * 4, [M32] * 2) == [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]


class Stream:
    def __init__(self, seed, name, count=0):
        h = 14695981039346656037
        for byte in name.encode():
            h = ((h ^ byte) * 1099511628211) % 2**64
        self.key, self.stream = (seed & M32, seed >> 32), (h & M32, h >> 32)
        self.count, self.i, self.block = count, 0, None

    def word(self):
        if self.i % 4 == 0:
            self.block = philox([self.i // 4, self.count, *self.stream], self.key)
        self.i += 1
        return self.block[(self.i - 1) % 4]

    def below(self, n):
        while True:
            word = self.word()
            if word < 2**32 - 2**32 % n:
                return word % n

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items

    def uniform(self):
        a, b = self.word() >> 5, self.word() >> 6
        return (a * 2**26 + b) / 2**53

    def normal(self):
        u, v = 1 - self.uniform(), self.uniform()
        return math.sqrt(-2 * math.log(u)) * math.cos(2 * math.pi * v)
