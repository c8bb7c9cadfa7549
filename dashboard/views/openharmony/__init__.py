"""OpenHarmony: releases, people, organisations, forges, boards and libraries."""
