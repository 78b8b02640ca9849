"""All benchmarks, one after the other: they share two cores with what they measure."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

NAMES = (
    "start_up",
    "memory",
    "join",
    "stage",
    "gallery",
    "long_call",
    "api",
    "sign_in",
    "directory",
    "agenda",
    "crowd",
    "imports",
    "erasure",
    "vault",
    "audit",
    "recording",
    "cloud",
    "copies",
    "uploads",
    "webdav",
    "web",
    "serving",
    "door",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="What we claim about speed, measured.")
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], help=f"which (all): {', '.join(NAMES)}")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    collected: dict[str, object] = {}
    failed = []
    for name in options.names or NAMES:
        # A process of its own: each prepares Django, a browser or an installation in its own way.
        command = [sys.executable, "-m", f"benchmarks.{name}"]
        print(f"\n── {name} ──", file=sys.stderr if options.json else sys.stdout, flush=True)
        if options.json:
            done = subprocess.run([*command, "--json"], stdout=subprocess.PIPE, text=True)
            if done.returncode == 0:
                collected[name] = json.loads(done.stdout)
        else:
            done = subprocess.run(command, text=True)
        if done.returncode != 0:
            failed.append(name)
    if options.json:
        print(json.dumps(collected, indent=2))
    if failed:
        print(f"could not be measured: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
