"""The forges that the sandbox plays, named as in ``collectors``."""
