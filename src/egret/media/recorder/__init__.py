"""Records a room: a hidden subscriber over the LiveKit protocol, which writes what comes and decodes nothing.

`signalling` speaks with the engine, the native module `egret_media` receives, `tracks` makes Matroska of the frames,
and a `Sink` of whoever records stores it.
"""
