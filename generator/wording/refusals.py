"""Turns what the system refuses into words: the common refusals in every language, others as the system says them."""

import errno

from generator.wording.saying import reason_of, said

REFUSALS = {
    errno.ENOENT: said("No such file or directory"),
    errno.EACCES: said("Permission denied"),
    errno.EPERM: said("Operation not permitted"),
    errno.EISDIR: said("Is a directory"),
    errno.ENOTDIR: said("Not a directory"),
    errno.EEXIST: said("File exists"),
    errno.ENOTEMPTY: said("Directory not empty"),
    errno.ENOSPC: said("No space left on device"),
    errno.EROFS: said("Read-only file system"),
    errno.ENAMETOOLONG: said("File name too long"),
    errno.EBUSY: said("Device or resource busy"),
    errno.EIO: said("Input/output error"),
    errno.ELOOP: said("Too many levels of symbolic links"),
    errno.EMFILE: said("Too many open files"),
    errno.EADDRINUSE: said("Address already in use"),
}


def refusal_of(error: OSError) -> str:
    """The reason, and nothing of where it was."""
    if error.errno in REFUSALS:
        return REFUSALS[error.errno]
    return error.strerror or reason_of(error)
