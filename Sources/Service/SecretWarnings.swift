// Files of passwords, secrets and keys that others can read: told when the configuration is checked and when a service
// starts, not when the first message needs one.
internal import Alerts
public import Configuration
internal import Hospital
internal import Linux

/// What keeps the mail server's password from being used.
public func mailWarnings(_ configuration: Configuration) -> [String] {
    guard case .smtp(let server)? = configuration.delivery.mail?.route, let path = server.passwordFile,
        PrivateFile.isExposed(path)
    else { return [] }
    return [refusal("delivery.channels.mail.smtp.passwordFile", path, "no mail goes out")]
}

func secretWarnings(_ settings: InterfaceSettings) -> [String] {
    var warnings: [String] = []
    if let path = settings.fhir?.token?.secretFile, PrivateFile.isExposed(path) {
        warnings.append(refusal("interface.fhir.token.secretFile", path, "no message is sent by FHIR"))
    }
    let keys = [("hl7", settings.hl7?.tls?.key), ("fhir", settings.fhir?.tls?.key)]
    for case (let way, let path?) in keys where PrivateFile.isExposed(path) {
        warnings.append("interface.\(way).tls.key: others can read or write \(path): chmod 600 it")
    }
    return warnings
}

private func refusal(_ key: String, _ path: String, _ consequence: String) -> String {
    "\(key): others can read or write \(path), so it is refused and \(consequence): chmod 600 it"
}
