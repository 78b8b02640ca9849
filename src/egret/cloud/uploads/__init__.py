"""Resumable uploads by tus 1.0 (https://tus.io/protocols/resumable-upload), below /api/v1/cloud/uploads."""
