"""Find out which settings have no effect on this computer, and what became of the global shortcuts."""

import threading
from contextlib import suppress

from PySide6.QtCore import QObject, Signal, Slot

from demitasse.boot.doctor import obstacles
from demitasse.boot.full_profile import FullProfile
from demitasse.desktop.ipc_client import ask, ipc_address
from demitasse.domain.settings import USER_SETTINGS


class SettingsProbe(QObject):
    """Finds out on a thread, as that may take a second, and none of it needs the database."""

    finished = Signal(object, object)
    """The codes of what was found, by the names of the settings, and the states of the global shortcuts."""

    def __init__(self, profile: FullProfile, parent: QObject) -> None:
        super().__init__(parent)
        self._places = profile.paths

    @Slot()
    def start(self) -> None:
        """Emit `finished` after up to two seconds."""
        threading.Thread(target=self._run, name="demitasse-probe", daemon=True).start()

    def _run(self) -> None:
        found = {name: finding.code for name, finding in obstacles(setting.name for setting in USER_SETTINGS).items()}
        with suppress(RuntimeError):  # the page was deleted in the meantime
            self.finished.emit(found, ask(ipc_address(self._places)).get("shortcut_states"))
