"""Motion: whether anything may move, and the fades of windows, popups and messages. All else changes at once."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QAbstractAnimation, QPropertyAnimation, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGraphicsOpacityEffect, QWidget

from demitasse.desktop import compositor

FADE_IN_MS, FADE_OUT_MS = 120, 80
_REDUCED = "motion_is_reduced"
_SCREENS = {"xcb", "wayland", "windows", "cocoa"}
"""The platforms on which somebody sees a fade."""
_NO_OPACITY = {"wayland"}
"""Where Qt cannot make a window fade."""


def set_reduced(app: QApplication, *, reduced: bool) -> None:
    """Let nothing move from now on, or as much as the desktop wants."""
    app.setProperty(_REDUCED, reduced)


def moves() -> bool:
    """Return whether things may move: not if the person or the desktop asks for reduced motion."""
    app = QGuiApplication.instance()
    if app is not None and app.property(_REDUCED):
        return False
    hints = QGuiApplication.styleHints()
    asked = getattr(hints.accessibility(), "motionPreference", None)  # since Qt 6.12 (desktop 3.4)
    return asked is None or asked().name != "ReducedMotion"


def _fades() -> bool:
    return moves() and QGuiApplication.platformName() in _SCREENS


class WindowFade:
    """Fades a window in and out, where it is composited."""

    def __init__(self, window: QWidget) -> None:
        """Start nothing."""
        self._window = window
        self._then: Callable[[], object] | None = None
        self._running = QPropertyAnimation(window, b"windowOpacity", window)
        self._running.valueChanged.connect(self._on_changed)
        self._running.finished.connect(self._on_finished)

    @property
    def is_leaving(self) -> bool:
        """Whether the window is fading out."""
        return self._then is not None

    def appear(self, show: Callable[[], None]) -> None:
        """Show the window, which was hidden."""
        self._then = None
        if not self._can_fade():
            self._window.setWindowOpacity(1.0)
            show()
            return
        self._window.setWindowOpacity(0.0)
        show()
        self._run(1.0, FADE_IN_MS)

    def leave(self, hide: Callable[[], object]) -> None:
        """Hide the window after it has faded out."""
        if not self._can_fade() or not self._window.isVisible():
            hide()
            return
        self._then = hide
        self._run(0.0, FADE_OUT_MS)

    def stay(self) -> None:
        """Show the window in full again, also if it was leaving."""
        self._then = None
        if self._running.state() is QAbstractAnimation.State.Running:
            self._running.stop()
            self._window.setWindowOpacity(1.0)

    def set_popup_visible(self, change: Callable[[bool], None], *, visible: bool) -> None:
        """Show or hide a popup: what its `setVisible` does with `change`, that of Qt.

        It fades in. Hidden, it lets go of keyboard and pointer at once, and only its picture fades out.
        """
        if visible and self._window.isHidden():
            self.appear(partial(change, visible))
            return
        if not visible and self._window.isVisible() and self._can_fade():
            self._running.stop()
            Afterimage(self._window)
        change(visible)

    def _can_fade(self) -> bool:
        platform = QGuiApplication.platformName()
        return _fades() and compositor.is_compositing(platform) and platform not in _NO_OPACITY

    def _run(self, opacity: float, duration_ms: int) -> None:
        self._running.stop()
        self._running.setDuration(duration_ms)
        self._running.setStartValue(self._window.windowOpacity())
        self._running.setEndValue(opacity)
        self._running.start()

    def _on_changed(self, _opacity: float) -> None:
        """Repaint one pixel: Qt sends the opacity to an X server only together with the next thing that it draws."""
        self._window.update(0, 0, 1, 1)

    def _on_finished(self) -> None:
        """Hide a window that was leaving. It stays translucent until it appears again: else it would flash up."""
        then, self._then = self._then, None
        if then is not None:
            then()


class Afterimage(QWidget):
    """The last picture of a popup, in its place. Clicks fall through it. It deletes itself once it has faded out."""

    def __init__(self, popup: QWidget) -> None:
        """Show the picture of `popup`, which is still visible."""
        flags = Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint
        super().__init__(popup.parentWidget(), flags | Qt.WindowType.WindowTransparentForInput)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._picture = popup.grab()
        self.setGeometry(popup.geometry())
        self.setWindowOpacity(popup.windowOpacity())
        self.show()
        self._fade = WindowFade(self)
        self._fade.leave(self.close)

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.drawPixmap(0, 0, self._picture)


def fade(widget: QWidget, *, to: float, then: Callable[[], None]) -> None:
    """Fade a part of a window to an opacity of 0.0 or 1.0, and call `then`; at once if nothing fades."""
    running = widget.findChild(QPropertyAnimation)
    if running is not None:
        running.stop()
        running.deleteLater()
    effect = widget.graphicsEffect()
    if not _fades():
        if effect is not None:
            widget.setGraphicsEffect(None)  # type: ignore[arg-type]
        then()
        return
    if not isinstance(effect, QGraphicsOpacityEffect):
        effect = QGraphicsOpacityEffect(widget)
        effect.setOpacity(1.0 - to)
        widget.setGraphicsEffect(effect)
    animation = QPropertyAnimation(effect, b"opacity", widget)

    def end() -> None:
        widget.setGraphicsEffect(None)  # type: ignore[arg-type]
        animation.deleteLater()
        then()

    animation.setDuration(FADE_IN_MS if to else FADE_OUT_MS)
    animation.setStartValue(effect.opacity())
    animation.setEndValue(to)
    animation.finished.connect(end)
    animation.start()
