"""The snackbar: what was just done, above the footer and over the list, with at most two buttons and a cross."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QMargins, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from demitasse.ui.pages.message import Message, Offer
from demitasse.ui.widgets import frames, motion, painting, theme
from demitasse.ui.widgets.buttons import Button, IconButton
from demitasse.ui.widgets.labels import PaintedLabel
from demitasse.ui.widgets.theme import Role
from demitasse.ui.widgets.tips import set_tip

_SIDE = 8
"""From the sides of the window, and from the footer."""
_HIGH, _BESIDE = 40, 20
"""The height with one line of words; with more it is that of the lines and this."""
_MOST = 6
"""Lines: what went wrong, what is safe, and what to do next are whole sentences."""
ROOM = 52
"""How much further a list may be scrolled while the snackbar is over its end."""
_BUTTON = 28
_LINE = 16
_AFTER_MS = 1000
"""How long it stays after the pointer or the focus has left it, if its time is over."""
_SHADOW = frames.room_for(frames.SMALL_SHADOWS)


class _Words(PaintedLabel):
    """The sentence, mostly on one line or two; what does not fit is in the tip."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def show_words(self, words: str, width: int) -> None:
        """Break `words` into the lines that fit into `width`."""
        metrics = QFontMetrics(theme.role_font(Role.BODY))
        self.lines = _broken(words, metrics, width)
        self.setAccessibleName(words)
        set_tip(self, words if any(metrics.horizontalAdvance(line) > width for line in self.lines) else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        colors = theme.tokens(self)
        top = (self.height() - _LINE * len(self.lines)) / 2
        with painting.painter_for(self) as painter:
            for number, words in enumerate(self.lines):
                rect = QRectF(0, top + number * _LINE, self.width(), _LINE)
                painting.text_line(painter, rect, words, theme.role_font(Role.BODY), colors.snack_text)


def _broken(words: str, metrics: QFontMetrics, width: int) -> list[str]:
    """Return the words in lines that fit into `width`; the last one of `_MOST` takes what is left."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and len(lines) < _MOST and metrics.horizontalAdvance(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


class _Shadow(QWidget):
    """The shadow of the snackbar, through which clicks fall."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting.painter_for(self) as painter:
            box = QRectF(self.rect().marginsRemoved(_SHADOW))
            frames.paint_shadows(painter, box, frames.SMALL_SHADOWS, dark=theme.is_dark(self.palette()))


class Snackbar(QWidget):
    """Shows one message at a time; a new one replaces it.

    It stays while the pointer is over it or one of its buttons has the focus. It is a child of the popover and no part
    of a layout, so that nothing moves when it comes and goes.
    """

    changed = Signal()
    """It has appeared, shows another message, or has gone. Call `place` while it is shown."""

    focus_left = Signal()
    """It goes with the focus, which another widget has to take."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._under = parent
        self._over = False
        self._offers: tuple[Offer, ...] = ()
        self.is_shown = False
        self.lasts = False
        """Whether the message stays until the person closes it or leaves the page."""
        self._words = _Words()
        self._words.setParent(self)
        self.buttons: list[Button] = []
        self.close_button = IconButton("close", self.tr("Close this message"))
        self.close_button.put_on_snack()
        self._shadow = _Shadow(parent)
        self._time = QTimer(self, singleShot=True)
        self._row = QHBoxLayout(self)
        painting.set_margins(self._row, 12, 0, 4, 0)
        self._row.setSpacing(2)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self.close_button)
        self._time.timeout.connect(self._on_time)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)
        self.close_button.clicked.connect(self.dismiss)
        self.hide()

    def text(self) -> str:
        """Return the sentence that is shown, or an empty text."""
        return self._words.accessibleName() if self.is_shown else ""

    def say(self, message: Message) -> None:
        """Show a message in place of the one before."""
        self._replace_buttons(message.offers)
        self._offers = message.offers
        self._words.show_words(message.words, self._room(message.offers))
        self.setAccessibleName(message.words)
        self._over = False
        fresh, self.is_shown = not self.is_shown, True
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)  # noqa: FBT003 - Qt's signature
        self._time.stop()
        self.lasts = message.lasts_s is None
        if message.lasts_s is not None:
            self._time.start(message.lasts_s * 1000)
        self.changed.emit()
        for widget in (self._shadow, self):
            widget.show()
            if fresh:
                motion.fade(widget, to=1.0, then=widget.update)

    def _replace_buttons(self, offers: tuple[Offer, ...]) -> None:
        if self._has_focus():
            self.focus_left.emit()
        for old in self.buttons:
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.buttons = []
        before: QWidget | None = None
        for offer in offers:
            button = Button(offer.words, self, kind="snack")
            button.height_px = _BUTTON
            set_tip(button, offer.words if offer.shortcut else "", offer.shortcut)
            button.clicked.connect(partial(self._take, offer.then))
            self._row.insertWidget(self._row.count() - 1, button)
            button.show()
            if before is not None:
                QWidget.setTabOrder(before, button)
            before = button
            self.buttons.append(button)
        if before is not None:
            QWidget.setTabOrder(before, self.close_button)

    def _room(self, offers: tuple[Offer, ...]) -> int:
        """Return the width that the buttons leave to the words."""
        used = sum(button.sizeHint().width() + self._row.spacing() for button in self.buttons[: len(offers)])
        margins = self._row.contentsMargins()
        width = self._under.width() - 2 * _SIDE - margins.left() - margins.right()
        return width - used - self.close_button.width() - self._row.spacing()

    def place(self, floor: int) -> None:
        """Stand above `floor`, the upper edge of the footer in the window."""
        high = max(_HIGH, _BESIDE + _LINE * len(self._words.lines))
        rect = QRect(_SIDE, floor - _SIDE - high, self._under.width() - 2 * _SIDE, high)
        self.setGeometry(rect)
        self._shadow.setGeometry(rect.marginsAdded(QMargins(_SHADOW)))
        self._shadow.raise_()
        self.raise_()

    def stand_before(self, widget: QWidget) -> None:
        """Take the place in front of `widget` in the order of Tab."""
        own = [*self.buttons, self.close_button]
        before = widget.previousInFocusChain()
        # Qt puts nothing after a widget that takes no focus.
        while before is not None and (before in own or before.focusPolicy() is Qt.FocusPolicy.NoFocus):
            before = before.previousInFocusChain()
        for button in own if before is not None else ():
            QWidget.setTabOrder(before, button)  # type: ignore[arg-type]
            before = button

    def take_key(self, shortcut: str) -> bool:
        """Do what the message offers for a shortcut. Return whether it is shown and has such an offer."""
        for offer in self._offers if self.is_shown else ():
            if offer.takes_key and offer.shortcut == shortcut:
                self._take(offer.then)
                return True
        return False

    def _take(self, then: Callable[[], None]) -> None:
        self.dismiss()
        then()

    @Slot()
    def dismiss(self) -> None:
        """Hide the message."""
        self._time.stop()
        if self.is_shown:
            if self._has_focus():
                self.focus_left.emit()
            self.is_shown = False
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            for widget in (self._shadow, self):
                motion.fade(widget, to=0.0, then=widget.hide)
            self.changed.emit()

    # --- how long it stays ---------------------------------------------------------------------------------------

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def _is_held(self) -> bool:
        return self.underMouse() or self._has_focus()

    @Slot()
    def _on_time(self) -> None:
        """Go, or wait until the pointer and the focus are elsewhere."""
        self._over = self._is_held()
        if not self._over:
            self.dismiss()

    def _release(self) -> None:
        if self._over and not self._time.isActive():
            self._time.start(_AFTER_MS)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        if self._over:
            self._time.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._release()

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, before: QWidget | None, _now: QWidget | None) -> None:
        if before is not None and self.isAncestorOf(before):
            self._release()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Esc while a button has the focus."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(self._under.width() - 2 * _SIDE, _HIGH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting.painter_for(self) as painter:
            painting.rounded_box(painter, self.rect(), theme.tokens(self).snack)
