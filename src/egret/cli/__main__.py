"""`python -m egret.cli`."""

from egret.cli.main import main

raise SystemExit(main())
