"""``suiyuan doctor``: what this machine has and reaches, and what the forges changed."""
