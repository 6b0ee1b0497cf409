"""Which errors tell of a damaged index, and which of a machine that lacks something for now."""

import errno
import pickle
import struct
import zlib

from whoosh.index import IndexError as WhooshIndexError

# What a damaged file makes Whoosh raise: it checks nothing of what it reads.
DAMAGE = (
    OSError,
    EOFError,
    struct.error,
    pickle.UnpicklingError,
    zlib.error,
    WhooshIndexError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,
    LookupError,
    MemoryError,
    TypeError,
    ValueError,
)
# No open file left, no memory, no room, no right: the index may well be whole.
SHORTAGES = frozenset(
    {
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
        errno.EACCES,
        errno.EPERM,
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EROFS,
    }
)


class ShortageError(Exception):
    """The machine lacks what it takes to read or write an index, about which this says nothing."""


def is_shortage(error: BaseException) -> bool:
    """Whether an error tells of the machine, and not of the index."""
    return isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno in SHORTAGES)
