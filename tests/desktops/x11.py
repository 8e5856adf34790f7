"""Desktops on X11, and KDE's compositor when it draws into an X server: the tools of X move the pointer."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from tests.desktops.session import Session, until

_X = ("xvfb", "xdotool", "x11-utils", "imagemagick", "dbus", "libglib2.0-bin", "python3-dbusmock")


class X11(Session):
    """Pointer, keys and pictures through xdotool and ImageMagick, on the display `tools_display`."""

    size: ClassVar[str] = "1280x800"

    def _tool(self, *command: str) -> str:
        display = self.env.get("TOOLS_DISPLAY") or self.env["DISPLAY"]
        return self.run("env", f"DISPLAY={display}", *command)

    def point(self, x: int, y: int) -> None:
        self._tool("xdotool", "mousemove", str(x), str(y), "sleep", "0.1")

    def click(self, x: int, y: int, button: int = 1) -> None:
        self._tool("xdotool", "mousemove", str(x), str(y), "sleep", "0.2", "click", str(button))

    def key(self, chord: str) -> None:
        self._tool("xdotool", "key", "--clearmodifiers", chord)

    def type(self, text: str) -> None:
        self._tool("xdotool", "type", "--delay", "30", text)

    def picture(self, file: Path) -> None:
        self._tool("import", "-window", "root", "-quality", "11", str(file))  # hardly compressed

    def start_x(self) -> None:
        """Start the X server."""
        self.env["DISPLAY"] = self.xvfb(self.size)


class XEmbed(X11):
    """A window manager with an old tray, and no StatusNotifier."""

    name = "xembed"
    packages: ClassVar[tuple[str, ...]] = (*_X, "xfwm4", "trayer", "x11-xserver-utils", "dex")
    programs: ClassVar[tuple[str, ...]] = ("Xvfb", "xdotool", "import", "xfwm4", "trayer", "dex")
    variables: ClassVar[dict[str, str]] = {"XDG_CURRENT_DESKTOP": "XFCE", "XDG_SESSION_TYPE": "x11"}
    compositor: ClassVar[str] = "on"
    host = "trayer"
    lacks: ClassVar[dict[str, str]] = Session.lacks | {"notifications": "no service"}

    def bring_up(self) -> None:
        self.start_x()
        self.bus()
        self.start("xfwm4", f"--compositor={self.compositor}", "--vblank=off")
        until(lambda: "0x" in self.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"), "the window manager")
        self.start_host()

    def start_host(self) -> None:
        options = "--edge bottom --align right --widthtype request --height 26 --SetDockType true --expand true"
        self.start("trayer", *options.split(), "--SetPartialStrut", "true", "--tint", "0x303030")
        until(lambda: '"panel"' in self.run("xwininfo", "-root", "-tree"), "the tray")


class XEmbedBare(XEmbed):
    """The same without a compositor: square windows without a shadow."""

    name = "xembed-uncomposited"
    compositor = "off"


class Xfce(X11):
    """The session of Xfce, started by its session manager."""

    name = "xfce"
    host = "xfce4-panel"
    login_items = ("xfce", "xfsettingsd")
    compositing: ClassVar[str] = "true"
    packages: ClassVar[tuple[str, ...]] = (
        *_X,
        "xfwm4",
        "xfce4-panel",
        "xfce4-session",
        "xfce4-notifyd",
        "xfdesktop4",
        "xfce4-settings",
    )
    programs: ClassVar[tuple[str, ...]] = (
        "Xvfb",
        "xdotool",
        "import",
        "xfce4-session",
        "xfce4-panel",
        "xfwm4",
        "xfdesktop",
    )
    variables: ClassVar[dict[str, str]] = {
        "XDG_CURRENT_DESKTOP": "XFCE", "DESKTOP_SESSION": "xfce", "XDG_SESSION_TYPE": "x11", "XDG_MENU_PREFIX": "xfce-",
    }  # fmt: skip
    monitors: ClassVar[tuple[tuple[str, ...], ...]] = ()

    def bring_up(self) -> None:
        self.start_x()
        self.bus()
        self.system_bus()
        channels = self.folder / "home" / ".config" / "xfce4" / "xfconf" / "xfce-perchannel-xml"
        channels.mkdir(parents=True, exist_ok=True)
        (channels / "xfwm4.xml").write_text(_XFWM.format(compositing=self.compositing))
        clients = (("xfwm4", 15), ("xfsettingsd", 20), ("xfce4-panel", 25), ("xfdesktop", 35))
        session = "".join(_CLIENT.format(number=n, command=c, priority=p) for n, (c, p) in enumerate(clients))
        (channels / "xfce4-session.xml").write_text(_SESSION.format(clients=session, count=len(clients)))
        for monitor in self.monitors:
            self.run("xrandr", "--setmonitor", *monitor)
        self.start("xfce4-session")
        until(lambda: self.owns("org.kde.StatusNotifierWatcher"), "the panel")
        until(lambda: self.owns("org.xfce.SessionManager"), "the session manager")

    def start_login_items(self) -> None:
        """The session has done so."""

    def take_host_away(self) -> None:
        self.run("xfce4-panel", "--quit")  # the session starts one again that has crashed


class XfceTwo(Xfce):
    """Xfce on two monitors of different heights, with the panel on the first."""

    name = "xfce-two-monitors"
    size = "2304x800"
    lacks: ClassVar[dict[str, str]] = {}
    monitors = (("left", "1280/340x800/210+0+0", "screen"), ("right", "1024/270x600/160+1280+0", "none"))
    packages: ClassVar[tuple[str, ...]] = (*Xfce.packages, "x11-xserver-utils")
    programs: ClassVar[tuple[str, ...]] = (*Xfce.programs, "xrandr")

    def unplug(self) -> None:
        self.run("xrandr", "--delmonitor", "right")
        until(lambda: "right" not in self.run("xrandr", "--listmonitors"), "the end of the monitor")


class XfceMixed(XfceTwo):
    """Xfce on two monitors, of which Qt's programs draw at twice the size on the one with the panel."""

    name = "xfce-mixed-scale"
    size = "3584x1600"
    scale = 2
    monitors = (("left", "2560/340x1600/210+0+0", "screen"), ("right", "1024/270x600/160+2560+0", "none"))
    variables: ClassVar[dict[str, str]] = Xfce.variables | {"QT_SCREEN_SCALE_FACTORS": "2;1"}


class XfceBare(Xfce):
    """Xfce without its compositor."""

    name = "xfce-uncomposited"
    compositing = "false"


class XfceScaled(Xfce):
    """Xfce on a screen of twice the resolution, with Qt's programs drawn at twice the size."""

    name = "xfce-2x"
    size = "2560x1600"
    scale = 2
    variables: ClassVar[dict[str, str]] = Xfce.variables | {"QT_SCALE_FACTOR": "2"}


class Lxqt(X11):
    """LXQt with openbox."""

    name = "lxqt"
    host = "lxqt-panel"
    login_items = ("lxqt-panel", "lxqt-notif")
    packages: ClassVar[tuple[str, ...]] = (*_X, "lxqt-panel", "lxqt-session", "lxqt-notificationd", "openbox")
    programs: ClassVar[tuple[str, ...]] = ("Xvfb", "xdotool", "import", "lxqt-session", "lxqt-panel", "openbox")
    variables: ClassVar[dict[str, str]] = {
        "XDG_CURRENT_DESKTOP": "LXQt", "XDG_SESSION_TYPE": "x11", "DESKTOP_SESSION": "lxqt", "XDG_MENU_PREFIX": "lxqt-",
        "XDG_CONFIG_DIRS": "/etc/xdg:/usr/share", "XDG_DATA_DIRS": "/usr/local/share:/usr/share",
    }  # fmt: skip

    def bring_up(self) -> None:
        self.start_x()
        self.bus()
        self.system_bus()
        (self.folder / "home" / ".config" / "lxqt").mkdir(exist_ok=True)
        (self.folder / "home" / ".config" / "lxqt" / "session.conf").write_text("[General]\nwindow_manager=openbox\n")
        self.start("lxqt-session")
        until(lambda: self.owns("org.kde.StatusNotifierWatcher"), "the panel")
        until(lambda: self.owns("org.freedesktop.Notifications"), "the notifications")

    def start_login_items(self) -> None:
        """The session has done so."""


class Cinnamon(X11):
    """Cinnamon, whose panel has an XEmbed tray where no service for status icons is installed."""

    name = "cinnamon"
    host = "cinnamon"
    packages: ClassVar[tuple[str, ...]] = (*_X, "cinnamon", "dex")
    programs: ClassVar[tuple[str, ...]] = ("Xvfb", "xdotool", "import", "cinnamon", "dex")
    variables: ClassVar[dict[str, str]] = {
        "XDG_CURRENT_DESKTOP": "X-Cinnamon", "XDG_SESSION_TYPE": "x11", "DESKTOP_SESSION": "cinnamon",
    }  # fmt: skip

    def bring_up(self) -> None:
        self.start_x()
        self.bus()
        self.system_bus()
        self.run("dbus-update-activation-environment", "--all")
        self.start_host()

    def start_host(self) -> None:
        self.start("cinnamon", "--replace")
        until(lambda: self.owns("org.Cinnamon"), "Cinnamon")


class KdeX11(X11):
    """Plasma on X11."""

    name = "kde-x11"
    host = "plasmashell"
    packages: ClassVar[tuple[str, ...]] = (*_X, "kwin-x11", "plasma-workspace", "plasma-desktop", "dex")
    programs: ClassVar[tuple[str, ...]] = ("Xvfb", "xdotool", "import", "kwin_x11", "plasmashell", "dex")
    variables: ClassVar[dict[str, str]] = {
        "XDG_CURRENT_DESKTOP": "KDE", "XDG_SESSION_TYPE": "x11", "KDE_FULL_SESSION": "true", "KDE_SESSION_VERSION": "5",
        "XDG_MENU_PREFIX": "plasma-", "QT_QUICK_BACKEND": "software",
    }  # fmt: skip

    def bring_up(self) -> None:
        self.start_x()
        self.bus()
        self.system_bus()
        self.start_plasma("kwin_x11")

    def start_plasma(self, *compositor: str) -> None:
        """Start the compositor, if one is named, and the shell of Plasma."""
        config = self.folder / "home" / ".config"
        (config / "kdeglobals").write_text("[KDE]\nAnimationDurationFactor=0\n")
        self.run("dbus-update-activation-environment", "--all")
        if compositor:
            self.start(*compositor, log="kwin")
        self.start("/usr/lib/x86_64-linux-gnu/libexec/kactivitymanagerd", log="activities")
        until(lambda: self.owns("org.kde.ActivityManager"), "the activity manager")
        self.start("kded5")
        self.start_host()
        until(lambda: self.owns("org.kde.StatusNotifierWatcher"), "the tray")
        until(lambda: self.owns("org.freedesktop.Notifications"), "the notifications")

    def start_host(self) -> None:
        platform = "wayland" if self.is_wayland else "xcb"
        self.start("plasmashell", "--no-respawn", QT_QPA_PLATFORM=platform)


class KdeWayland(KdeX11):
    """Plasma on Wayland. KWin has no way in for tools, so it draws into an X server, where the tools are."""

    name = "kde-wayland"
    is_wayland = True
    packages: ClassVar[tuple[str, ...]] = (*_X, "kwin-wayland", "plasma-workspace-wayland", "plasma-desktop", "dex")
    programs: ClassVar[tuple[str, ...]] = ("Xvfb", "xdotool", "import", "kwin_wayland", "plasmashell", "dex")
    variables = KdeX11.variables | {"XDG_SESSION_TYPE": "wayland", "KWIN_COMPOSE": "Q"}

    def bring_up(self) -> None:
        self.bus()
        self.system_bus()
        self.env["TOOLS_DISPLAY"] = display = self.xvfb(self.size)
        config = self.folder / "home" / ".config" / "kwinrc"
        config.write_text("[Compositing]\nBackend=QPainter\n")
        copy = self.folder / "kwin_wayland"  # without its file capability, which a container refuses
        copy.write_bytes(Path("/usr/bin/kwin_wayland").read_bytes())
        copy.chmod(0o700)
        options = (
            "--width",
            "1280",
            "--height",
            "800",
            "--socket",
            "wl-kde",
            "--no-lockscreen",
            "--no-global-shortcuts",
        )
        self.start(str(copy), "--x11-display", display, *options, log="kwin")
        until((self.folder / "run" / "wl-kde").exists, "KWin")
        self.env["WAYLAND_DISPLAY"] = "wl-kde"
        self.env["QT_QPA_PLATFORM"] = "wayland"
        self.start_plasma()
        del self.env["QT_QPA_PLATFORM"]


_XFWM = """<?xml version="1.0"?><channel name="xfwm4" version="1.0"><property name="general" type="empty">
<property name="use_compositing" type="bool" value="{compositing}"/>
<property name="vblank_mode" type="string" value="off"/>
</property></channel>"""
_CLIENT = (
    '<property name="Client{number}_Command" type="array"><value type="string" value="{command}"/></property>'
    '<property name="Client{number}_Priority" type="int" value="{priority}"/>'
    '<property name="Client{number}_PerScreen" type="bool" value="false"/>'
)
_SESSION = """<?xml version="1.0"?><channel name="xfce4-session" version="1.0"><property name="general" type="empty">
<property name="FailsafeSessionName" type="string" value="Failsafe"/>
<property name="SaveOnExit" type="bool" value="false"/></property><property name="startup" type="empty">
<property name="ssh-agent" type="empty"><property name="enabled" type="bool" value="false"/></property>
<property name="gpg-agent" type="empty"><property name="enabled" type="bool" value="false"/></property></property>
<property name="sessions" type="empty"><property name="Failsafe" type="empty">
<property name="IsFailsafe" type="bool" value="true"/><property name="Count" type="int" value="{count}"/>{clients}
</property></property></channel>"""
