"""The drive as a WebDAV server (RFC 4918, class 1 and 2) at /dav/.

WsgiDAV gives the protocol's grammar: PROPFIND, PROPPATCH, locks, the If header. What touches files is the drive's own.
"""
