"""The one Django app of the house: every room's models share one label and one history."""

from django.apps import AppConfig


class SaparConfig(AppConfig):
    """Sapar as Django sees it."""

    name = "sapar"
    label = "sapar"
    verbose_name = "Sapar"
