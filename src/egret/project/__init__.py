"""Settings, addresses and assembly: the only place that imports every domain."""
