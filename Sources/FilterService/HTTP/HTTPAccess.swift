// SPDX-License-Identifier: Apache-2.0
import HTTPTypes

/// Who may change something over HTTP: teach, or have a model loaded.
///
/// Where the configuration has a token, everybody has to give it, as `Password:` (rspamc's `-P`) or as
/// `Authorization: Bearer`. Without one only clients on this machine may, and no page in a browser there.
struct HTTPAccess: Sendable {
    /// The token; nil if there is none.
    let token: String?

    func allows(_ fields: HTTPFields, isLocal: Bool) -> Bool {
        guard let token else { return isLocal && fields[.origin] == nil }
        var given = fields[Self.password]
        if given == nil, let value = fields[.authorization], value.lowercased().hasPrefix("bearer ") {
            given = String(value.dropFirst(7)).trimmingBlanks
        }
        return given.map { Self.isSame($0, token) } ?? false
    }

    private static let password = HTTPField.Name.named("Password")

    /// Takes as long for any text of a length: the time tells nothing of the token.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(0 as UInt8) { $0 | $1.0 ^ $1.1 } == 0
    }
}
