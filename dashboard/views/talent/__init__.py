"""Contributors: how many come, stay and leave, and whom they work for."""
