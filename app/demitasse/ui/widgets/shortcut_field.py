"""A button that shows the keys of a global shortcut, and records others."""

import sys

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from demitasse.domain.hotkeys import parse
from demitasse.ui.text.wording import translate
from demitasse.ui.widgets import painting, theme
from demitasse.ui.widgets.shortcuts import native_text
from demitasse.ui.widgets.theme import Role

_HEIGHT_PX, _WIDTH_PX = 28, 132
_CAP_PX, _GAP_PX = 18, 4
_MODIFIERS = (
    (Qt.KeyboardModifier.MetaModifier if sys.platform == "darwin" else Qt.KeyboardModifier.ControlModifier, "Ctrl"),
    (Qt.KeyboardModifier.AltModifier, "Alt"),
    (Qt.KeyboardModifier.ShiftModifier, "Shift"),
    (Qt.KeyboardModifier.ControlModifier if sys.platform == "darwin" else Qt.KeyboardModifier.MetaModifier, "Meta"),
)
"""Qt swaps Control and Command on macOS."""
_LEAVING = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class ShortcutField(QAbstractButton):
    """A press begins to record: Esc leaves the keys as they are, Delete clears them, and others are taken."""

    picked = Signal(str)
    """The keys, as `domain.hotkeys` writes them; empty to switch the shortcut off."""
    recording_changed = Signal(bool)

    def __init__(self, name: str) -> None:
        """`name` is what the shortcut does."""
        super().__init__()
        self._name = name
        self._keys = ""
        self.is_recording = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)
        self.set_keys("")

    def set_keys(self, keys: str) -> None:
        """Show keys, as `domain.hotkeys` writes them; empty if there are none."""
        self._keys = keys
        self._tell()

    def _tell(self) -> None:
        words = self._words() or native_text(self._keys)
        self.setAccessibleName(f"{self._name}: {words}")
        self.updateGeometry()
        self.update()

    def _words(self) -> str:
        if self.is_recording:
            return translate("Settings", "Press a shortcut")
        return "" if self._keys else translate("Settings", "Choose…")

    def _caps(self) -> list[str]:
        *held, key = self._keys.split("+")
        return [*(native_text(f"{one}+A").removesuffix("+A") for one in held), native_text(key)]

    def _record(self, *, on: bool) -> None:
        if on != self.is_recording:
            self.is_recording = on
            self._tell()
            self.recording_changed.emit(on)

    @Slot()
    def _on_clicked(self) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._record(on=True)

    def event(self, event: QEvent) -> bool:
        """Keep every key but Tab while recording; none is a shortcut of the page then."""
        if isinstance(event, QKeyEvent) and event.key() in _LEAVING and not set(_held(event)) - {"Shift"}:
            self._record(on=False)
        if self.is_recording and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if self.is_recording and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._take(event)
            return True
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        alone = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if alone and event.key() == Qt.Key.Key_Escape:
            self._record(on=False)
        elif alone and event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._record(on=False)
            self.picked.emit("")
        elif hotkey := parse("+".join([*_held(event), QKeySequence(event.key()).toString()])):
            self._record(on=False)
            self.picked.emit(str(hotkey))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin to record on Enter as on Space."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leave the keys as they are."""
        self._record(on=False)
        super().focusOutEvent(event)

    def sizeHint(self) -> QSize:
        if self.is_recording:
            words_px = QFontMetrics(theme.role_font(Role.SMALL)).horizontalAdvance(self._words())
            return QSize(max(_WIDTH_PX, words_px + 24), _HEIGHT_PX)
        if words := self._words():
            return QSize(QFontMetrics(theme.role_font(Role.STRONG)).horizontalAdvance(words) + 22, _HEIGHT_PX)
        return QSize(sum(self._cap_px(cap) + _GAP_PX for cap in self._caps()) - _GAP_PX, _HEIGHT_PX)

    def _cap_px(self, cap: str) -> int:
        return QFontMetrics(theme.role_font(Role.KEY)).horizontalAdvance(cap) + 10

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        with painting.painter_for(self) as painter:
            words, role = self._words(), Role.SMALL if self.is_recording else Role.STRONG
            if words:
                ground = colors.surface if self.is_recording else colors.track if self.underMouse() else colors.raised
                painting.rounded_box(painter, self.rect(), ground, colors.border if self.is_recording else colors.line)
                box = painting.mirrored(self, QRectF(self.rect()).adjusted(10, 0, -10, 0))
                painting.text_line(painter, box, words, theme.role_font(role), colors.text)
            left, top = 0.0, (self.height() - _CAP_PX) / 2
            for cap in [] if words else self._caps():
                box = painting.mirrored(self, QRectF(left, top, self._cap_px(cap), _CAP_PX))
                painting.key_cap(painter, box, cap, colors)
                left += self._cap_px(cap) + _GAP_PX
            if self.is_recording:
                painting.edge_ring(painter, self.rect(), colors.focus)
            elif self.hasFocus():
                painting.focus_ring(painter, self.rect(), colors.focus)


def _held(event: QKeyEvent) -> list[str]:
    return [name for modifier, name in _MODIFIERS if event.modifiers() & modifier]
