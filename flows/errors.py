"""What the operator can put right, of the wiring's own making. The text is one line that says how.

    OperatorError
    ├── AlreadyRunning      another run works in the same data folder
    ├── PrefectServerError  Prefect's temporary server did not start
    ├── QueryError          a query or its output that cannot be
    ├── OptOutError         what was to be put on the opt-out list cannot be
    ├── QuarantineError     there is no such stream in quarantine
    ├── RecordingMissing    there are no kept pages to replay
    ├── RegisterError       a filled template or an entry that cannot be taken
    ├── SandboxError        the demonstration's forges did not start
    └── ScheduleError       the schedule's times cannot be read

A bug is none of these and ends in a traceback.
"""


class OperatorError(Exception):
    """Something that the operator can put right."""


class AlreadyRunning(OperatorError):
    """Another run works in the same data folder; the text names it."""


class PrefectServerError(OperatorError):
    """Prefect's temporary server did not start; the text says where its own words are."""


class QueryError(OperatorError):
    """A query that DuckDB refuses, or an output that cannot be written."""


class RegisterError(OperatorError):
    """A filled template, or an entry, that cannot be taken; the text names every wrong cell."""


class ScheduleError(OperatorError):
    """The schedule's times cannot be read."""


class QuarantineError(OperatorError):
    """There is no such stream in quarantine; the text names those that are."""


class RecordingMissing(OperatorError):
    """There are no kept pages to replay; the text names the folder."""


class SandboxError(OperatorError):
    """The demonstration's forges did not start; the text says where their own words are."""


class OptOutError(OperatorError):
    """What was to be put on the opt-out list cannot be; the text never repeats it."""
