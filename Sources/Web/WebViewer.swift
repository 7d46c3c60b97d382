// Who asks: the proxy says so, in two headers that it sets itself. Whoever can send them without the proxy could be
// anybody, so the service listens where only the proxy can connect; here they must be there once and be readable.
internal import Foundation
internal import Text

/// A person for whom the proxy vouches.
public struct WebViewer: Hashable, Sendable {
    public let user: String
    public let roles: Set<WebRole>

    public init(user: String, roles: Set<WebRole>) {
        self.user = user
        self.roles = roles
    }

    init(_ request: WebRequest, _ settings: WebSettings) throws(WebRefusal) {
        guard let userHeader = settings.userHeader, let roleHeader = settings.roleHeader else {
            throw WebRefusal(503, "Pages are not set up: `web` is not in the configuration.")
        }
        let users = request.values(userHeader), groups = request.values(roleHeader)
        guard users.count <= 1, groups.count <= 1 else {
            throw WebRefusal(
                400, "The proxy must set \(userHeader) and \(roleHeader) itself and once: they came several times.")
        }
        let name = (users.first ?? "").trimmingCharacters(in: .whitespaces)
        guard !name.isEmpty else {
            throw WebRefusal(
                403, "No proxy says who you are: these pages are only for those who come through the house's sign-in.")
        }
        guard name.count <= WebLimits.userMax, name.unicodeScalars.allSatisfy(isReadable) else {
            throw WebRefusal(400, "The name in \(userHeader) is too long, or holds what no name holds.")
        }
        let named = Set(
            (groups.first ?? "").split(separator: ",", maxSplits: WebLimits.groupsMax).map {
                $0.trimmingCharacters(in: .whitespaces)
            })
        user = name
        roles = Set(settings.roles.filter { !$0.value.isDisjoint(with: named) }.keys)
        guard !roles.isEmpty else {
            throw WebRefusal(
                403, "\(name) has no role here. The configuration's `web.roles` says which groups have one.")
        }
    }
}

/// What may stand in a name: nothing that steers a terminal, turns the direction of a line or has no agreed look, and
/// nothing that was no UTF-8: several names would read as one.
private func isReadable(_ scalar: Unicode.Scalar) -> Bool {
    !scalar.steers && !scalar.isUnassigned && scalar != "\u{FFFD}"
}
