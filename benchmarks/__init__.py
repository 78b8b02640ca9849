"""What we claim about speed, measured: `python -m benchmarks`, or one of them, `python -m benchmarks.join`."""
