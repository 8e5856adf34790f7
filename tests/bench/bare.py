"""The smallest possible tray app with PySide6, for comparison."""

from __future__ import annotations

import sys

from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

app = QApplication(sys.argv)
app.setApplicationName("bare")
app.setQuitOnLastWindowClosed(False)
picture = QPixmap(22, 22)
picture.fill(QColor("orange"))
icon = QSystemTrayIcon(QIcon(picture))
menu = QMenu()
menu.addAction("Quit").triggered.connect(app.quit)
icon.setContextMenu(menu)
icon.setToolTip("bare")
icon.show()
sys.exit(app.exec())
