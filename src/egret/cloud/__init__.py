"""The drive: folders and files, their versions, who may open them, and the ways in and out."""
