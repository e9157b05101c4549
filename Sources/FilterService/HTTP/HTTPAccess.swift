// SPDX-License-Identifier: Apache-2.0
import Crypto
import FoundationEssentials
package import HTTPTypes

/// Who may change something over HTTP: submit feedback, or have a model loaded.
///
/// If the configuration has a token, every client has to give it, as `Password:` (rspamc's `-P`) or as `Authorization:
/// Bearer`. Without one, only clients on this machine may, but no page in a browser there.
package struct HTTPAccess: Sendable {
    /// The token; nil if there is none.
    let token: String?

    /// Creates the check.
    ///
    /// - Parameter token: what clients have to give; nil if only clients on this machine are allowed.
    package init(token: String?) { self.token = token }

    /// Whether a request with these header fields may change something.
    ///
    /// - Parameter isLocal: the client is on this machine.
    package func allows(_ fields: HTTPFields, isLocal: Bool) -> Bool {
        token == nil ? isLocal && fields[.origin] == nil : hasToken(fields)
    }

    /// Whether a request has the token, as `Password:`, `Authorization: Bearer`, or as the password of any user in HTTP's basic
    /// authentication (RFC 7617), which browsers ask for; never if there is none.
    func hasToken(_ fields: HTTPFields) -> Bool {
        guard let token else { return false }
        var given = fields[Self.password]
        if given == nil, let value = fields[.authorization], value.lowercased().hasPrefix("bearer ") {
            given = String(value.dropFirst(7)).trimmingBlanks
        }
        if given == nil, let value = fields[.authorization], value.lowercased().hasPrefix("basic ") {
            let pair = Data(base64Encoded: String(value.dropFirst(6)).trimmingBlanks).map {
                String(decoding: $0, as: UTF8.self)
            }
            given = pair.flatMap { pair in pair.firstIndex(of: ":").map { String(pair[pair.index(after: $0)...]) } }
        }
        return given.map { Self.isSame($0, token) } ?? false
    }

    private static let password = HTTPField.Name.named("Password")

    /// Digests are compared, in constant time: neither the place of a difference nor the token's length shows in the time.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        SHA256.hash(data: Array(one.utf8)) == SHA256.hash(data: Array(other.utf8))
    }
}
