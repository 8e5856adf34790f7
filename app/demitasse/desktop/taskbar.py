"""The color of the Windows taskbar, which is configured separately from that of windows (desktop 1.5)."""

import sys
from contextlib import suppress

_KEY = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"


def is_light() -> bool:
    """True if the taskbar is light; False where this is not configured."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - Windows only

        with suppress(OSError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, _KEY) as key:
            return bool(winreg.QueryValueEx(key, "SystemUsesLightTheme")[0])
    return False
