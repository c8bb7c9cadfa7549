"""The files of config/, read and checked."""

from flows.config.load import Config, ConfigError, load_config

__all__ = ["Config", "ConfigError", "load_config"]
