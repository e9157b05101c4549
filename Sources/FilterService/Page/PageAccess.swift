// SPDX-License-Identifier: Apache-2.0
package import HTTPTypes

/// Who may see the filter's page, and teach with it.
///
/// At a Unix socket the socket's permissions decide. At a TCP port everybody needs the token: every local account reaches loopback, and
/// so does a script on a hacked web server. Browsers ask for it by HTTP's basic authentication (RFC 7617), with any user name.
package struct PageAccess: Sendable {
    /// Why a request is refused.
    package enum Refusal: Sendable, Equatable {
        /// It names a host that this is not (RFC 9110, section 15.5.20): another site's name leads here.
        case wrongHost
        /// The token is missing or wrong.
        case noToken
        /// Another site's page sends it.
        case otherSite
    }

    private let access: HTTPAccess
    private let hosts: Set<String>

    /// Creates the check.
    ///
    /// - Parameters:
    ///   - access: knows the token.
    ///   - hosts: names, in lower case, beside those of loopback.
    package init(_ access: HTTPAccess, hosts: Set<String>) {
        self.access = access
        self.hosts = hosts
    }

    /// Why a request may not be answered; nil if it may.
    ///
    /// - Parameters:
    ///   - authority: its `Host`, as the client gives it.
    ///   - isUnixSocket: whether it came over a Unix socket.
    ///   - isChange: whether it would change something.
    package func refusal(
        authority: String?, _ fields: HTTPFields, isUnixSocket: Bool, isChange: Bool
    ) -> Refusal? {
        guard let host = authority.flatMap(Self.hostName), Self.loopback.contains(host) || hosts.contains(host) else {
            return .wrongHost
        }
        guard isUnixSocket || access.hasToken(fields) else { return .noToken }
        // A browser sends the token by itself, to other sites' forms too.
        if isChange, !Self.isFromOwnPage(fields, authority: authority ?? "") { return .otherSite }
        return nil
    }

    private static let loopback: Set = ["localhost", "127.0.0.1", "[::1]"]

    private static func isFromOwnPage(_ fields: HTTPFields, authority: String) -> Bool {
        if let site = fields[.named("Sec-Fetch-Site")], site != "same-origin", site != "none" { return false }
        guard let origin = fields[.origin]?.lowercased() else { return true }
        return ["http://", "https://"].contains { origin == $0 + authority.lowercased() }
    }

    /// The name or address in an authority, in lower case and without its port (RFC 3986, section 3.2); nil if it has neither.
    static func hostName(_ authority: String) -> String? {
        let text = authority.lowercased()
        let isAddress = text.hasPrefix("[")
        let end = isAddress ? text.firstIndex(of: "]").map { text.index(after: $0) } : text.firstIndex(of: ":")
        let name = text[..<(end ?? text.endIndex)]
        let port = text[(end ?? text.endIndex)...]
        let allowed = name.utf8.allSatisfy {
            0x61...0x7a ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2d || $0 == 0x2e
                || isAddress && [0x3a, 0x5b, 0x5d].contains($0)
        }
        let isPort = port.isEmpty || port.hasPrefix(":") && port.dropFirst().utf8.allSatisfy { 0x30...0x39 ~= $0 }
        return !name.isEmpty && name.utf8.count <= 255 && allowed && isPort ? String(name) : nil
    }
}
