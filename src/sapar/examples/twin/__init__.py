"""The twin: a fictional project of the same shape as RER/06/14/EEC, with full monthly figures.

`months` holds the calendar and the curves; `cast`, `results`, `work`, `money`, `budget`, `ledger`,
`buying`, `requests` and `watching` each make one part of the file; `generator` puts it together;
`causes` says when each internal cause began.
"""

from sapar.examples.twin.causes import Began, causes
from sapar.examples.twin.generator import START, twin_project_file
from sapar.examples.twin.months import Months

__all__ = ["START", "Began", "Months", "causes", "twin_project_file"]
