"""The media engine: its supervisor's side, room tokens, room API and signed webhooks. The contract is LiveKit's."""
