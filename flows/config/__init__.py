"""The files of config/, read and checked."""
