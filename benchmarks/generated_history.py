"""A number of commits goes in; a bare repository with such a history, the same each time, comes out."""

import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

FILES = 400
LINES = 200
SEED = 20261123


def write_history(folder: Path, commits: int) -> Path:
    """Write a history through git fast-import: edits of one to five files, a merge now and then, trailers."""
    repository = folder / f"generated-{commits}"
    subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", repository], check=True)
    importer = ["git", "--git-dir", repository, "fast-import", "--quiet"]
    with subprocess.Popen(importer, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for part in _stream(commits):
            process.stdin.write(part)
    if process.returncode:
        raise SystemExit("git fast-import failed")
    subprocess.run(["git", "--git-dir", repository, "repack", "-adq"], check=True)
    return repository


def _stream(commits: int) -> Iterator[bytes]:
    chance = random.Random(SEED)
    texts = [[f"line {line} of file {number}" for line in range(LINES)] for number in range(FILES)]
    for mark in range(1, commits + 1):
        yield _commit(chance, mark)
        for number in range(FILES) if mark == 1 else chance.sample(range(FILES), chance.randint(1, 5)):
            if mark > 1:
                _edit(chance, texts[number], mark)
            content = "\n".join(texts[number]).encode()
            yield b"M 100644 inline dir%d/file%d.txt\ndata %d\n%s\n" % (
                number % 20,
                number,
                len(content),
                content,
            )


def _commit(chance: random.Random, mark: int) -> bytes:
    person = chance.randrange(60)
    identity = f"Person {person} <person{person}@example{person % 7}.org> {1_400_000_000 + mark * 3000} +0800"
    message = f"Change number {mark} (#{mark})\n\n{'Why it was made. ' * chance.randint(0, 20)}\n\n"
    message += f"Signed-off-by: Person {person} <person{person}@example{person % 7}.org>\n"
    head = f"commit refs/heads/main\nmark :{mark}\nauthor {identity}\ncommitter {identity}\n"
    head += f"data {len(message)}\n{message}\n"
    if mark > 1:
        head += f"from :{mark - 1}\n"
    if mark > 20 and chance.random() < 0.1:
        head += f"merge :{mark - chance.randint(2, 20)}\n"
    return head.encode()


def _edit(chance: random.Random, text: list[str], mark: int) -> None:
    for _ in range(chance.randint(1, 8)):
        text[chance.randrange(LINES)] = f"line of commit {mark} {chance.random()}"
