"""Files from elsewhere: a folder of this machine, WebDAV (Nextcloud among them), a ZIP of ours or of others."""
