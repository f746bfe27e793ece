"""The OAI-PMH 2.0 provider: parameters in, answer bytes out; router.py alone knows the web framework."""
