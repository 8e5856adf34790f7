"""Times of day, days and differences as the terminal shows them.

Times are in the zone in use, which is set when the profile is opened: like the locale, it applies to the whole program.
"""

from datetime import UTC, date, datetime, tzinfo

from demitasse.domain.durations import hours_minutes

_ZONE: list[tzinfo] = [UTC]


def use_zone(zone: tzinfo) -> None:
    """Show all times of day in this zone from now on."""
    _ZONE[0] = zone


def zone() -> tzinfo:
    """Return the zone in use."""
    return _ZONE[0]


def local_datetime(moment: datetime) -> datetime:
    """Return `moment` on the wall clock of the zone in use."""
    return moment.astimezone(_ZONE[0])


def clock_time(moment: datetime) -> str:
    """Return an instant as local time of day."""
    return local_datetime(moment).strftime("%H:%M")


def stamp(moment: datetime | None, today: date) -> str:
    """Return an instant as local time, with the date if that is not `today`."""
    if moment is None:
        return "?"
    local = local_datetime(moment)
    return local.strftime("%H:%M" if local.date() == today else "%Y-%m-%d %H:%M")


def as_typed(moment: datetime, now: datetime) -> str:
    """Return a past instant as it can be typed: "17:30", "friday 17:30" or "2026-02-27 17:30"."""
    shown, today = local_datetime(moment), local_datetime(now).date()
    apart = (today - shown.date()).days
    return format(shown, "%H:%M" if not apart else "%A %H:%M" if apart < 7 else "%Y-%m-%d %H:%M").lower()


def day_title(day: date) -> str:
    """Return a day with its weekday: "Monday, 2026-11-23"."""
    return f"{day:%A}, {day.isoformat()}"


def signed(seconds: int) -> str:
    """Return a difference with its sign: "+0:30" or "-1:15"."""
    return f"{'-' if seconds < 0 else '+'}{hours_minutes(abs(seconds))}"
