"""What is served on loopback: the server, the site, the sandbox's own endpoint, faults on the way."""
