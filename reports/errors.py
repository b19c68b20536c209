"""What can keep a claim from being judged. The message is one line for the user."""


class ReportError(ValueError):
    """The base of all errors of this package."""


class ClaimError(ReportError):
    """A claim file that cannot be judged; the message says which entry is wrong and what is allowed."""


class NothingRecorded(ReportError):
    """There is no finished run to judge a claim from."""


class CannotRead(ReportError):
    """The tracking store is out of reach, or what it holds of a claim is missing or broken."""


class TooFewPairs(ReportError):
    """The recorded runs say nothing about an effect."""
