"""OpenHarmony as a project: its manifest, its SIGs, its gate's remarks, its moves between forges."""
