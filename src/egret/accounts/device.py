"""The family of a browser and its system, from a User-Agent (RFC 9110 §10.1.5); the rest of it is not kept."""

from __future__ import annotations

# The first rule that matches names the family: every browser also claims to be those after it.
BROWSERS = (
    ("MicroMessenger/", "WeChat"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("HuaweiBrowser/", "Huawei Browser"),
    ("UCBrowser/", "UC Browser"),
    ("YaBrowser/", "Yandex"),
    ("Vivaldi/", "Vivaldi"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
# Harmony claims to be Android, Android to be Linux, and the iPhone to be like Mac OS X.
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """Such as "Firefox · Linux" or "Safari · iPhone", one half when only that is known, "" when neither is."""
    return " · ".join(filter(None, (_family(BROWSERS, user_agent), _family(SYSTEMS, user_agent))))


def _family(rules: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in rules if mark in user_agent), "")
