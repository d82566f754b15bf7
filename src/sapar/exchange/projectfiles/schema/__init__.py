"""The shape of a project file, floor by floor, from `base` and `parties` to `watching`."""

from sapar.exchange.projectfiles.schema.base import FactForm, Form, Ref, Shown, Source, Stamp
from sapar.exchange.projectfiles.schema.file import Defaults, ProjectFile

__all__ = ["Defaults", "FactForm", "Form", "ProjectFile", "Ref", "Shown", "Source", "Stamp"]
