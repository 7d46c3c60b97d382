"""What is dropped: simulated plates of cohorts whose patients are nobody else's, plates that were saved anew, and what is no plate."""
import hashlib
import io
import pathlib
import random
import re
import subprocess
import zipfile

MANIFEST = ["app_data.xml", "calculated_data.xml", "instrument_data.xml", "module_data.xml", "rdml_data.xml"]  # in the order of the digest


def rewritten(container: bytes, change) -> bytes:
    """A LightCycler 96 container whose members went through `change(name, bytes)`, with a manifest that agrees."""
    with zipfile.ZipFile(io.BytesIO(container)) as archive:
        members = {entry.filename: change(entry.filename, archive.read(entry)) for entry in archive.infolist()}
    digest = hashlib.md5(b"".join(members[name] for name in MANIFEST)).hexdigest().encode()
    members["manifest.xml"] = re.sub(rb'hashkey="[^"]*"', b'hashkey="' + digest + b'"', members["manifest.xml"])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


class Plates:
    """An endless supply, the same for the same seed."""

    def __init__(self, program: pathlib.Path, folder: pathlib.Path, seed: int, cohorts: int):
        self.program, self.folder, self.seed = program, folder, seed
        self.cohort = 0
        self.waiting: list[tuple[str, bytes]] = []
        first = self._simulated(0)
        header, *rows = (first / "patients.csv").read_text().splitlines()
        # Every cohort has the same ten patients under names of its own.
        self.patients = "\n".join([header] + [f"C{cohort}{row}" for cohort in range(cohorts) for row in rows]) + "\n"
        self.cohorts = cohorts

    def next(self) -> tuple[str, bytes] | None:
        """Name and bytes of a plate that nobody has dropped yet; nil at the end of the supply."""
        if not self.waiting:
            if self.cohort >= self.cohorts:
                return None
            source, prefix = self._simulated(self.cohort), f"C{self.cohort}P".encode()
            for path in sorted(source.glob("*.lc96p")):
                content = rewritten(path.read_bytes(), lambda _, member: re.sub(rb"\bP(\d\d)\b", prefix + rb"\1", member))
                self.waiting.append((f"c{self.cohort}-{path.name}", content))
            self.cohort += 1
        return self.waiting.pop(0)

    def _simulated(self, cohort: int) -> pathlib.Path:
        folder = self.folder / f"cohort-{cohort}"
        if not folder.exists():
            subprocess.run([self.program, "simulate", "paper", folder, "--seed", str(self.seed * 1000 + cohort)], check=True, stdout=subprocess.DEVNULL)
        return folder


def saved_anew(container: bytes, random_: random.Random) -> bytes:
    """The same run with other bytes and the same content: only the archive is packed anew, with a comment that says nothing."""
    comment = f"<!-- {random_.getrandbits(64):x} -->".encode()
    return rewritten(container, lambda name, member: member + comment if name == "app_data.xml" else member)


def junk(random_: random.Random, container: bytes) -> tuple[str, bytes]:
    """An ending and bytes that are no run."""
    kind = random_.randrange(5)
    if kind == 0:
        return "dat", random_.randbytes(random_.randrange(1, 5000))
    if kind == 1:
        return "rdml", b'<rdml version="1.2">' + b"<sample" * random_.randrange(1, 500) + str(random_.random()).encode()
    if kind == 2:
        return "txt", f"Position\tCq\nA1\t{random_.random()}\n\x00".encode() * 3
    if kind == 3:
        return "zip", b"PK\x03\x04" + random_.randbytes(300)
    cut = random_.randrange(len(container) // 4, len(container) - 64)
    return "lc96p", container[:cut] + random_.randbytes(64)
