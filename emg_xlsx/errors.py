"""What can stop a command: each error is one sentence a person can act on."""

from __future__ import annotations


class EmgError(Exception):
    """The work could not be done as asked.

    The text is one sentence for the person at the keyboard: what could not be done, why, and what to do.
    """

    exit_code = 3


class TooManyRowsError(EmgError):
    """A master has more rows than a worksheet holds, so that it can leave only as a data package."""


class UsageError(EmgError):
    """The command or function was called with something that does not exist, such as an unknown entity."""

    exit_code = 2
