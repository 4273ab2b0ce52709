"""Everything dragoman raises on purpose.

DragomanError                  says what went wrong and what to do next
├── SourceError                a report could not be had (file, address, character set, size)
│   ├── SiteBusy               the site asks to be left alone for a while
│   ├── NotAnArticle           there is a page, but no story on it
│   └── NotEnglish             the report is in a language dragoman does not read
├── KnowledgeError             a table of knowledge/ or of the user is wrong: file, row, why
├── ModelError                 the weights are missing or not the ones that belong to this version
├── StoreError                 the store cannot be opened, written or understood
├── WorkerError                a process that reads could not be started
├── MissingExtra               an optional part is not installed; names the extra
├── NotBuilt                   this stage does not exist in this version
└── UsageError                 the command or call was given something it cannot use
"""


class DragomanError(Exception):
    """The root: a message and, in `hint`, the next step for the reader."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  {self.hint}" if self.hint else self.message


class SourceError(DragomanError):
    """A report could not be had."""


class SiteBusy(SourceError):
    """The site asks to be left alone for a while; `after_s` is how long, None where it does not say."""

    def __init__(self, message: str, *, hint: str = "", after_s: float | None = None) -> None:
        super().__init__(message, hint=hint)
        self.after_s = after_s


class NotAnArticle(SourceError):
    """There is a page, but no story on it."""


class NotEnglish(SourceError):
    """The report is in a language dragoman does not read."""


class KnowledgeError(DragomanError):
    """A table is wrong: the message names file, row and reason."""


class ModelError(DragomanError):
    """The weights are missing or not the ones that belong to this version."""


class StoreError(DragomanError):
    """The store cannot be opened, written or understood."""


class WorkerError(DragomanError):
    """A process that reads could not be started."""


class MissingExtra(DragomanError):
    """An optional part is not installed; the hint names the extra."""


class NotBuilt(DragomanError):
    """This stage does not exist in this version."""

    exit_code = 2


class UsageError(DragomanError):
    """The command or call was given something it cannot use."""

    exit_code = 2
