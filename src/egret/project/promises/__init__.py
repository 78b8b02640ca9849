"""The clauses that the house keeps as a whole, one file per subject; importing one binds them."""

from egret.project.promises import (
    choices,
    copies,
    door,
    erasures,
    house,
    linking,
    optional,
    readings,
    requests,
    retention,
    searching,
    storage,
    vault,
    versions,
)

__all__ = [
    "choices",
    "copies",
    "door",
    "erasures",
    "house",
    "linking",
    "optional",
    "readings",
    "requests",
    "retention",
    "searching",
    "storage",
    "vault",
    "versions",
]
