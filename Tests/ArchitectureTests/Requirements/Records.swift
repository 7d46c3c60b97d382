// What is asked of records.
import Assay

let aboutRecords: [Requirement] = [
    Requirement(
        "Records",
        "Append-only and chained: what was changed, removed or cut off is found",
        tests: [
            "VerifyTests: a deleted record is missed",
            "VerifyTests: a tail cut off shows against a head kept elsewhere, and only so",
            "SchemaCheckTests: an object redefined, added or taken away is found, and no command shows anything "
                + "through it",
        ]),
    Requirement(
        "Records",
        "Who, when (UTC), what, and which file, digest, program and configuration",
        tests: [
            "ActsTests: an acknowledgement is a person's record with name, account and note, and the alert's next "
                + "state",
            "FilesTests: a configuration is recorded when it changes, with what held before",
            "CanonicalJSONTests: times are written in UTC to the millisecond and sort as texts",
        ]),
    Requirement(
        "Records",
        "A crash or a full disk leaves whole records",
        rules: ["R10"],
        tests: [
            "CrashTests: a process killed while it commits leaves whole runs and a whole chain",
            "CrashTests: a full disk is final, says so, and keeps what was there",
        ]),
    Requirement(
        "Records",
        "A run id with another serial or start is a conflict: withheld and told",
        rules: ["R10"],
        tests: [
            "CommitTests: a run id with another serial is journaled, withheld and told to the laboratory"
        ]),
]
