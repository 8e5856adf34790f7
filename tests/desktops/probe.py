"""Parts of the program that are tried by themselves inside a desktop: `python -m tests.desktops.probe NAME`.

idle     the source of idle times: prints its name, that the person is away, and that they are back
notify   a notification with buttons: prints that it is shown, and which button was pressed
"""

from __future__ import annotations

import select
import sys
import time

from demitasse.desktop.idle import open_source

AWAY_S = 3.0
_END_S = 40.0


def idle() -> None:
    """Wait for a pause and its end."""
    source = open_source(AWAY_S)
    print("source", type(source).__name__ if source else "none", flush=True)
    was_away, end = False, time.monotonic() + _END_S
    while source is not None and time.monotonic() < end:
        is_away = source.idle_s() >= AWAY_S
        if is_away is not was_away:
            print("away" if is_away else "back", flush=True)
            if was_away:
                return
            was_away = is_away
        select.select([source] if source.fileno() >= 0 else [], [], [], 0.5)


def notify() -> None:
    """Show a question as the program does, and wait for an answer."""
    from datetime import UTC, datetime

    from PySide6.QtCore import QCoreApplication

    from demitasse.ui.text.notification_text import Notice, NoticeAction, NoticeKind
    from demitasse.ui.tray.linux_notifications import LinuxNotifications

    app = QCoreApplication([])
    notifications = LinuxNotifications()
    buttons = ((NoticeAction.OPEN, "Open Demitasse"), (NoticeAction.KEEP, "Keep"), (NoticeAction.STOP, "Stop"))
    notice = Notice(NoticeKind.AWAY, "You were away for 38 minutes", f"It is {datetime.now(UTC):%H:%M}.", buttons, "")
    notifications.answered.connect(lambda _notice, action: (print("pressed", action, flush=True), app.quit()))
    notifications.closed.connect(lambda _notice: print("closed", flush=True))
    notifications.show(notice)
    print("sent", flush=True)
    app.exec()


if __name__ == "__main__":
    {"idle": idle, "notify": notify}[sys.argv[1]]()
