"""How GitHub writes repositories, threads, licences and ids."""
