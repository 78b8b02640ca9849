"""Composes one film of tracks that were recorded apart: aligned, mixed, tiled, encoded once.

Knows no database: it reads files, writes one, and tells how far it is. The only part that decodes.
"""

from egret.media.composer.compose import Cancelled, Source, compose, compose_pieces
from egret.media.composer.files import Input, Output
from egret.media.composer.pieces import join

__all__ = ["Cancelled", "Input", "Output", "Source", "compose", "compose_pieces", "join"]
