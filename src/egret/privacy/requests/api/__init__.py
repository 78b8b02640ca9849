"""Requests over HTTP: a person's own, a desk's, and what one may object to."""

from ninja import Router

from egret.privacy.requests.api.desk import router as desk
from egret.privacy.requests.api.mine import router as mine
from egret.privacy.requests.api.objections import router as objections
from egret.privacy.requests.api.restriction import router as restriction

ROUTERS: list[Router] = [mine, desk, objections, restriction]
