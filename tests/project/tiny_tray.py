"""A minimal application with a tray icon, a menu and a window, which prints a line for each event."""

import sys

from PySide6.QtGui import QAction, QColor, QPixmap
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QSystemTrayIcon


def main() -> int:
    """Show the icon; a click opens the window."""
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    pixmap = QPixmap(22, 22)
    pixmap.fill(QColor("orange"))
    menu = QMenu()
    quit_action = QAction("&Quit", menu)
    quit_action.triggered.connect(app.quit)
    menu.addAction(quit_action)
    field = QLineEdit()
    field.setWindowTitle("Tiny window")
    field.returnPressed.connect(lambda: print("typed", field.text(), flush=True))
    icon = QSystemTrayIcon(pixmap)
    icon.setContextMenu(menu)

    def on_activated(reason: QSystemTrayIcon.ActivationReason) -> None:
        print("clicked", reason.name, flush=True)
        field.show()
        field.activateWindow()

    icon.activated.connect(on_activated)
    icon.show()
    scheme = app.styleHints().colorScheme().name
    print("ready", QSystemTrayIcon.isSystemTrayAvailable(), scheme, app.devicePixelRatio(), flush=True)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
