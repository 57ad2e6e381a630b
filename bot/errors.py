"""What the application refuses, in words its reader can act on.

    TextUsError
    +-- SettingsError     the environment cannot be used; lists every fault
    +-- ClinicFileError   the clinic file cannot be used; lists every fault with file, key and remedy
    +-- DemoError         demo mode was pointed at something real

Errors of one area that nothing outside it raises or catches live with that area.
"""


class TextUsError(Exception):
    """Anything the application raises on purpose. Its message is a sentence for the person who runs it."""


class SettingsError(TextUsError):
    """The environment cannot be used. `faults` holds one sentence each, naming the variable and the remedy."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class ClinicFileError(TextUsError):
    """The clinic file cannot be used. `faults` holds one line each: file, key, what is wrong and the remedy."""

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class DemoError(TextUsError):
    """Demo mode was pointed at something real."""
