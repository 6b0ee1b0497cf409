"""Pieces of a page that are compressed once and for all, then joined into one ordinary gzip member.

Each piece is a raw deflate run (RFC 1951) that ends with an empty stored block (zlib's ``Z_SYNC_FLUSH``): on a byte,
and not final. Runs of that kind follow each other as one stream; an empty final block ends it. The CRC-32 of the whole
is made from those of the pieces, as zlib's ``crc32_combine`` does (polynomials over GF(2) modulo that of RFC 1952 §8).
"""

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

POLYNOMIAL = 0xEDB88320
ONE = 1 << 31  # x⁰, its bits reflected
FINAL = b"\x03\x00"  # an empty final block, fixed codes
# RFC 1952 §2.3: magic, deflate, no flag, no date, slowest compression, unknown system.
HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
BEST = 9


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a stream: its deflated bytes, and the CRC-32 and length of what they stand for.

    ``shift`` is x^(8 × length): what the CRC of all that comes before is multiplied by.
    """

    deflated: bytes
    crc: int
    length: int
    shift: int


def segment(data: bytes) -> Segment:
    """Compress a piece."""
    run = zlib.compressobj(BEST, zlib.DEFLATED, -zlib.MAX_WBITS, BEST)
    return known(run.compress(data) + run.flush(zlib.Z_SYNC_FLUSH), zlib.crc32(data), len(data))


def known(deflated: bytes, crc: int, length: int) -> Segment:
    """A piece compressed earlier."""
    return Segment(deflated, crc, length, _shift(length))


def checksum(segments: Iterable[Segment]) -> tuple[int, int]:
    """CRC-32 and length of what they stand for together."""
    crc = length = 0
    for one in segments:
        crc = (_product(one.shift, crc) if crc else 0) ^ one.crc
        length += one.length
    return crc, length


def deflated(segments: Iterable[Segment]) -> bytes:
    """One whole deflate stream."""
    return b"".join([*(one.deflated for one in segments), FINAL])


def gzipped(segments: Sequence[Segment]) -> bytes:
    """One gzip member, as any server could have made it."""
    crc, length = checksum(segments)
    return b"".join([HEADER, *(one.deflated for one in segments), FINAL, struct.pack("<II", crc, length & 0xFFFFFFFF)])


def plain(segments: Iterable[Segment]) -> bytes:
    """What they stand for."""
    return zlib.decompress(deflated(segments), -zlib.MAX_WBITS)


def _product(one: int, other: int) -> int:
    """Of two reflected polynomials, modulo that of the CRC."""
    bit, product = ONE, 0
    while True:
        if one & bit:
            product ^= other
            if not one & (bit - 1):
                return product
        bit >>= 1
        other = (other >> 1) ^ POLYNOMIAL if other & 1 else other >> 1


@cache
def _power(exponent: int) -> int:
    """x^(2^exponent)."""
    if exponent == 0:
        return ONE >> 1
    half = _power(exponent - 1)
    return _product(half, half)


@lru_cache(maxsize=65_536)
def _shift(length: int) -> int:
    """x^(8 × length)."""
    power, exponent = ONE, 3
    while length:
        if length & 1:
            power = _product(_power(exponent), power)
        length >>= 1
        exponent += 1
    return power
