"""The media engine on this machine: which program it is, and the configuration it is started with.

Standard library only: the supervisor and the installer use it without loading Django.
"""
