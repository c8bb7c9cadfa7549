"""The world's own small OpenHarmony: manifests, SIGs, boards, libraries."""
