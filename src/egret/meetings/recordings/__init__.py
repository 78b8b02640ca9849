"""Recording a meeting: told first, each participant's tracks under their own key, composed afterwards.

docs/recording.md tells the states and the endpoints.
"""
