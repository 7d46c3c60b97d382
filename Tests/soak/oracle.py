"""Knows what was done to a laboratory, and asks its journal, its alerts and its receipts whether they agree. It shares no code with the program."""
import collections
import hashlib
import json
import pathlib
import re

# Of the patients' rules those that stand on what was measured: the same plates raise the same, whatever happened on the way.
MEASURED = {"R1", "R3", "R4", "R5", "R5a", "R6", "R7", "R8"}


class Oracle:
    def __init__(self):
        self.plates: dict[str, bytes] = {}  # by name, in the order of dropping
        self.junk: dict[str, str] = {}  # name -> SHA-256
        self.copies: dict[str, set[str]] = {}  # name of a plate -> SHA-256 of it saved anew: other bytes, and nothing new in them
        self.acts: list[str] = []  # notes of acts that the program said were done
        self.refused: list[str] = []  # and of those that it refused or was killed in

    def dropped(self, name: str, content: bytes, is_plate: bool) -> None:
        if is_plate:
            self.plates[name] = content
        else:
            self.junk[name] = hashlib.sha256(content).hexdigest()

    def same(self, name: str, content: bytes) -> None:
        self.copies.setdefault(name, set()).add(hashlib.sha256(content).hexdigest())

    def digests(self) -> dict[str, set[str]]:
        """SHA-256 of what must come to stand in one record, whichever of several copies came first."""
        plates = {name: {hashlib.sha256(content).hexdigest()} | self.copies.get(name, set()) for name, content in self.plates.items()}
        return plates | {name: {digest} for name, digest in self.junk.items()}

    def faults(self, records: list[dict], taken: pathlib.Path) -> list[str]:
        """What does not agree, a sentence each."""
        return [*self._files(records), *self._acts(records), *_deliveries(records, taken)]

    def blind_spots(self, records: list[dict], taken: pathlib.Path) -> list[str]:
        """An oracle that says nothing of a journal that was falsified has no say over a real one."""
        def first(wanted) -> dict | None:
            return next((record for record in records if wanted(record)), None)

        falsified = {}
        for what, wanted in {
            "a plate": lambda record: record["kind"] == "run",
            "a file that is no run": lambda record: record["kind"] == "unreadable",
            "an act": lambda record: record["kind"] == "person" and record.get("note") in self.acts,
            "a delivery": lambda record: record.get("state") == "delivered",
        }.items():
            if (record := first(wanted)):
                falsified[f"{what} that is lost"] = [other for other in records if other is not record]
                falsified[f"{what} that is there twice"] = [*records, record]
        return [f"the oracle does not see {what}" for what, changed in falsified.items() if not self.faults(changed, taken)]

    def _files(self, records: list[dict]):
        runs = collections.Counter(record["file"]["sha256"] for record in records if record["kind"] in ("run", "amendment"))
        passed = collections.Counter(record["file"]["sha256"] for record in records if record["kind"] == "unreadable")
        digests = self.digests()
        for name in self.plates:
            records_of = sum(runs[digest] for digest in digests[name])
            if records_of != 1:
                yield f"the plate {name} stands in {records_of} records"
            if any(passed[digest] for digest in digests[name]):
                yield f"the plate {name} is called no run"
        for name, digest in self.junk.items():
            if passed[digest] != 1 or runs[digest]:
                yield f"{name}, which is no run, stands in {passed[digest]} records as such and in {runs[digest]} as a run"
        for digest in (runs.keys() | passed.keys()) - set().union(*digests.values()):
            yield f"a file that nobody dropped is in the journal: {digest}"

    def _acts(self, records: list[dict]):
        notes = collections.Counter(record.get("note") for record in records if record["kind"] == "person")
        for note in self.acts:
            if notes[note] != 1:
                yield f"the act '{note}' was done and stands in {notes[note]} records"
        for note in self.refused:
            if notes[note] > 1:
                yield f"the act '{note}' stands in {notes[note]} records"


def _deliveries(records: list[dict], taken: pathlib.Path):
    heads = {record["digest"] for record in records}
    events = {(record["id"], record["event"]) for record in records if record["kind"] == "alert"}
    calls = [json.loads(path.read_text()) for path in taken.glob("hook-*")]
    heard = {(call["id"], call["event"]) for call in calls}
    mailed = set(re.findall(r"\bA\d+\b", "\n".join(path.read_text(errors="replace") for path in taken.glob("mail-*"))))
    for call in calls:
        if (call["id"], call["event"]) not in events:
            yield f"a hook heard of {call['id']} ({call['event']}), which is in no record"
        if call["journal_head"] not in heads:
            yield f"a hook was told of a head that the chain lost: {call['journal_head']}"
    deliveries = collections.defaultdict(list)
    for record in records:
        if record["kind"] == "delivery":
            deliveries[record["delivery"]].append(record)
    for name, steps in deliveries.items():
        first, last = steps[0], steps[-1]
        accepted = sum(step["state"] == "delivered" for step in steps)
        if accepted != 1 or last["state"] != "delivered":
            yield f"{name} of {first['alert']} by {first['channel']} was delivered {accepted} times and ends as {last['state']}"
        if first["channel"].startswith("hook:") and (first["alert"], first["event"]) not in heard:
            yield f"{name} of {first['alert']} counts as delivered, and the hook never heard of it"
        if first["channel"] == "mail" and first["alert"] not in mailed:
            yield f"{name} of {first['alert']} counts as delivered, and stands in no mail"


def standing(records: list[dict]) -> set[tuple]:
    """What the plates say of the patients: alerts that were raised and not corrected."""
    last = {record["id"]: record for record in records if record["kind"] == "alert"}
    return {(alert["rule"], alert.get("patient"), alert.get("day")) for alert in last.values() if alert["rule"] in MEASURED and alert["state"] != "corrected"}
