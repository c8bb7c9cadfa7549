"""Git itself: histories, tips and tags, read from bare clones by the git command."""

from collectors.git.history import GitHistory
from collectors.git.reach import Door, Reach, door_of, probe, real_url

__all__ = ["Door", "GitHistory", "Reach", "door_of", "probe", "real_url"]
