/// The version that stands in every record and in `--version`: the only place of the sources where it is written.
public let programVersion = "0.1.0"
