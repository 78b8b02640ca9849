"""Run a command with blobs on a real S3 server of its own, gone afterwards; with PostgreSQL, as when outgrown:

python tests/with_postgres.py python tests/with_s3.py python -m pytest tests/cloud
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.vault import s3


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="egret-s3-") as folder, s3.server(Path(folder) / "root") as variables:
        return subprocess.run(sys.argv[1:], env={**os.environ, **variables}).returncode


if __name__ == "__main__":
    sys.exit(main())
