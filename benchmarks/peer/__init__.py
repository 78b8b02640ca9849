"""The same read as a Django REST framework project would have it: the other side of `benchmarks.api`."""
