"""What retention itself stores: nothing about a person."""

from __future__ import annotations

from egret.kernel.personal import excuse

excuse("privacy_retention.Failure", "names of tables and errors")
