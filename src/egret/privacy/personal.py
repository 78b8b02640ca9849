"""What the policy itself stores: nothing about a person."""

from __future__ import annotations

from egret.kernel.personal import excuse

excuse("privacy.Check", "what probes saw of made-up people of their own")
