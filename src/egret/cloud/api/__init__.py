"""The drive over HTTP, one file per subject."""

from egret.cloud.api import (
    activity,
    archive,
    bundles,
    files,
    given,
    links,
    marks,
    nodes,
    public,
    shares,
    spaces,
    uploads,
    usage,
)

MODULES = (spaces, nodes, files, uploads, bundles, archive, marks, shares, links, given, public, activity, usage)
ROUTERS = [each.router for each in MODULES]
