"""The privacy policy that runs: its text, its clause map, and the state of each promise."""
