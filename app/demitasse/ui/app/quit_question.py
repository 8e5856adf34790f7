"""Asks before the program is quit while a timer runs or a change is not sent."""

from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QMessageBox

from demitasse.boot.full_profile import FullProfile
from demitasse.desktop import macos
from demitasse.support.paths import DEMO
from demitasse.ui.text import wording
from demitasse.ui.text.wording import translate


class QuitReasons(NamedTuple):
    """Why quitting is asked about: the entries whose timers run, the time of the last one, and unsent changes."""

    timers: tuple[int, ...] = ()
    running_s: int = 0
    unsent: int = 0

    def __bool__(self) -> bool:
        return bool(self.timers or self.unsent)


def quit_reasons(profile: FullProfile) -> QuitReasons:
    """Return why to ask; of the demo, which is for trying, nothing is worth a question. Raises LocalFault."""
    if profile.name == DEMO:
        return QuitReasons()
    overview = profile.overview.read()
    seconds = overview.running.duration_s if overview.running is not None else 0
    return QuitReasons(tuple([row.id for row in overview.timers]), seconds, overview.sync.pending)


class QuitQuestion(QObject):
    """A box of its own, since the popover may be closed, or hold a form that is being filled in."""

    quit_chosen = Signal()
    stop_chosen = Signal(object)
    """Stop these entries' timers, then quit."""
    stay_chosen = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._box: QMessageBox | None = None
        self._reasons = QuitReasons()

    def ask(self, reasons: QuitReasons) -> None:
        """Show the question; one that is open already comes to the front."""
        if self._box is None:
            self._reasons = reasons
            self._box = self._new_box(reasons)
            self._box.finished.connect(self._on_finished)
            self._box.open()
        self._box.raise_()
        macos.activate()
        self._box.activateWindow()

    def close(self) -> None:
        """Remove the question."""
        if self._box is not None:
            self._box.finished.disconnect(self._on_finished)
            self._box.deleteLater()
            self._box = None

    def _new_box(self, reasons: QuitReasons) -> QMessageBox:
        box = QMessageBox(QMessageBox.Icon.Question, "Demitasse", translate("Quitting", "Quit Demitasse?"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
        box.setInformativeText("\n".join(_sentences(reasons)))
        if reasons.timers:
            stop = box.addButton(translate("Quitting", "Stop and quit"), QMessageBox.ButtonRole.DestructiveRole)
            stop.setObjectName("stop")
        box.addButton(translate("Quitting", "Quit"), QMessageBox.ButtonRole.AcceptRole).setObjectName("quit")
        stay = box.addButton(translate("Quitting", "Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        return box

    @Slot(int)
    def _on_finished(self, _result: int) -> None:
        assert self._box is not None
        chosen: QAbstractButton | None = self._box.clickedButton()
        name = chosen.objectName() if chosen is not None else ""
        self._box.deleteLater()
        self._box = None
        if name == "stop":
            self.stop_chosen.emit(self._reasons.timers)
        elif name == "quit":
            self.quit_chosen.emit()
        else:
            self.stay_chosen.emit()


def _sentences(reasons: QuitReasons) -> list[str]:
    """Return what happens to each after quitting."""
    found = []
    if reasons.timers:
        text = translate("Quitting", "A timer is running ({time}), and goes on.")
        found.append(text.format(time=wording.duration(reasons.running_s)))
    if reasons.unsent:
        found.append(
            translate(
                "Quitting",
                "%n changes have not reached CoffeeCup yet. They are saved here, and sent after the next start.",
                None,
                reasons.unsent,
            )
        )
    return found
