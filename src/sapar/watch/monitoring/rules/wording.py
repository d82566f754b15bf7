"""The sentences of the achievement arithmetic, in one place for those who translate them."""

from __future__ import annotations

from typing import Final

# Why a current value is what it is.
SUMMED: Final = "{count} reported increments add up to {value} {unit}."
LATEST: Final = "The latest reported value is {value} {unit}, of {day}."
LATEST_TEXT: Final = "The latest report, of {day}, is in words."
POOLED: Final = "{numerator} of {denominator} over {count} rows is {value} per cent."
PLACES_ADDED: Final = "The latest values of {count} places add up to {value} {unit}."
NOTHING_REPORTED: Final = "Nothing was reported up to {day}."
NOTHING_READABLE: Final = "{count} rows are on record, but none holds a value that can be read."
ONLY_DISAGGREGATES: Final = (
    "Only disaggregated rows are on record ({names}); parts never stand in for the total."
)
PLACES_DO_NOT_ADD: Final = "The values of {count} places cannot be added; no total was reported."
PERCENTAGES_DO_NOT_AVERAGE: Final = (
    "{count} percentages cannot be put together: numerator and denominator are missing in some."
)

# Why a row was left out of it.
SAYS_NOTHING: Final = "The row holds no value."
UNREADABLE: Final = "The row holds nothing that can be read as a {measure}."
BACKWARD: Final = "The period ends on {end}, before it starts on {start}."
DUPLICATE: Final = "Row {kept} reports the same period; a period is counted once."
OVERLAP: Final = "The period overlaps that of row {kept}, which covers as many days or more."
IN_TOTAL: Final = "The total in row {kept} already covers this place and period."
SAME_DAY: Final = "Row {kept} reports the same day and was recorded later."

# Cautions beside a current value.
FELL: Final = "The total to date fell from {before} to {after} on {day}; totals should not fall."
OLD_TOTAL: Final = "Places reported up to {places_day}; the total that is used is of {day}."
OVER_PLACES: Final = "Values of {count} places were put together."
ONE_PLACE: Final = "The value was reported for one place only: {place}."
COUNTS_WIN: Final = "Row {row} says {stated}, but its numerator and denominator give {counted}."

# Baselines, targets and the plan.
BASELINE_SET: Final = "The baseline is {value} {unit}, of {day}."
BASELINE_ZERO: Final = "No baseline is set; it is counted from zero, as is its nature."
BASELINE_MISSING: Final = "No baseline is set."
END_SET: Final = "The end target is {value} {unit}, due on {day}."
END_MISSING: Final = "No end target is set."
END_NOT_SUMMED: Final = "No end target is set; {count} period targets do not add up to one."
SOURCES_DISAGREE: Final = "Row {used} ({source}) and row {other} ({other_source}) disagree: " + (
    "{value} due {day}, {other_value} due {other_day}. The latest recorded is used."
)
RECORDED_EARLIER: Final = "Row {kept} was recorded later, or as late with a later day."
AFTER_END: Final = "The milestone is due after the end target of {day}."
BETWEEN: Final = (
    "Between {before} by {before_day} and {after} by {after_day}, a straight line gives {value}."
)
STEP: Final = "The last step promised by the day is {value}, due on {day}."
STEP_TEXT: Final = "The last step promised by the day was due on {day}: {text}"
NOT_YET: Final = "Only the starting value of {value} was due by then; the plan begins on {day}."
NOTHING_PROMISED: Final = "No milestone and no end target is set."
NO_START: Final = "The first target is due on {day}; nothing dated stands before it."
PERIODS_ADDED: Final = "Milestones with a period are read as parts and added up, as increments are."
PERIODS_BEYOND: Final = (
    "The period targets add up to {total}, beyond the end target of {end}; "
    "each is read as the total by its day."
)

# Achievement.
NOT_JUDGED: Final = "It cannot be judged: {missing}."
NO_NUMBERS: Final = "An indicator in words has no share of achievement; read the reports."
SHARE: Final = "From {baseline} to {current} on the way to {target}: a share of {value}."
HELD: Final = "The target of {target} equals the baseline; {current} keeps it."
NOT_HELD: Final = "The target of {target} equals the baseline; {current} does not keep it."
WRONG_SIDE: Final = (
    "The indicator should {direction}, but its target of {target} stands "
    "on the wrong side of its baseline of {baseline}."
)
ON_TOP: Final = "The increments are counted on top of the baseline: {baseline} + {sum}."
CHANGE_OR_COUNT: Final = (
    "It should not move away from its baseline of {baseline}, and is reported in increments that "
    "may be changes or counts of a period. Report it as a level."
)
AGAINST_PLAN: Final = "A share of {achieved} is reached where {expected} was planned by {day}."
NOTHING_DUE_KEPT: Final = "No progress was due by {day}; the value is not behind it."
NOTHING_DUE_BEHIND: Final = "No progress was due by {day}; the value is behind even so."
EVERY_DAY: Final = "A value that must hold is due on every day."

# Rating and quality.
RATED: Final = "{on_schedule} of {of} are on schedule, a share of {value}."
NOT_RATED: Final = "Nothing could be judged, so there is no rating."
QUALITY: Final = (
    "{complete} of {of} indicators have a baseline, an end target and a value "
    "not older than {max_age_days} days."
)
NO_INDICATORS: Final = "No indicators are on record."
