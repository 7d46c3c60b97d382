// What `cqwatch init DIR` puts into an empty folder, as values: the shell writes them and never overwrites.

/// One file or folder of a set-up.
public struct SetupItem: Sendable, Hashable {
    /// Relative to the set-up's folder.
    public let path: String
    /// Nil for a folder.
    public let contents: String?
    /// Permission bits.
    public let mode: UInt32
    public init(path: String, contents: String?, mode: UInt32) {
        self.path = path
        self.contents = contents
        self.mode = mode
    }
}

/// Folders first, then files: configuration, patients, an example hook.
public func embeddedSetup() -> [SetupItem] {
    [
        SetupItem(path: "export", contents: nil, mode: 0o755),
        SetupItem(path: "state", contents: nil, mode: 0o700),
        SetupItem(path: "hooks", contents: nil, mode: 0o755),
        SetupItem(path: "cqwatch.yaml", contents: defaultConfigurationText(.embedded), mode: 0o644),
        SetupItem(path: "patients.csv", contents: patientsTemplate, mode: 0o644),
        SetupItem(path: "hooks/notify", contents: notifyHook, mode: 0o555),
    ]
}

/// The same for the packaged service, relative to the root of the file system: its user reads the configuration and
/// writes none of it.
public func systemSetup() -> [SetupItem] {
    [
        SetupItem(path: "etc/cqwatch", contents: nil, mode: 0o755),
        SetupItem(path: "srv/lightcycler", contents: nil, mode: 0o755),
        SetupItem(path: "etc/cqwatch/cqwatch.yaml", contents: defaultConfigurationText(.system), mode: 0o640),
        SetupItem(path: "etc/cqwatch/patients.csv", contents: patientsTemplate, mode: 0o640),
    ]
}

/// The header alone: patients are the laboratory's.
let patientsTemplate = "patient,infusion,dose,group,physician,ended,reason\n"

/// Appends each alert event to a file beside the hook's folder: the smallest hook that shows everything.
let notifyHook = """
    #!/bin/sh
    # cqwatch calls this once for each alert event: one JSON object on standard input, CQWATCH_ALERT_ID, CQWATCH_SEVERITY,
    # CQWATCH_RULE, CQWATCH_PATIENT and CQWATCH_EVENT in the environment. Exit 0: delivered. 75: try again. Else: failed.
    # A hook that the service's own user could write is refused, hence mode 0555: chmod u+w to edit, chmod u-w after.
    # This example appends the object to state/notified.jsonl. Put your own program here. Mail needs no hook: see delivery.channels.mail.
    set -eu
    folder=$(dirname "$0")/../state
    { cat; echo; } >>"$folder/notified.jsonl" || exit 75

    """
