"""`egret backup` and `egret restore`: a whole installation, while it runs, and back. Without Django."""

from egret.cli.backup.making import backup
from egret.cli.backup.restoring import restore

__all__ = ["backup", "restore"]
