// SPDX-License-Identifier: Apache-2.0

/// A large receiver of mail: its servers are known by their names, and it has a way of its own to be released.
package enum Receiver: UInt8, Sendable, CaseIterable {
    /// Deutsche Telekom's t-online.de.
    case tOnline
    /// GMX and WEB.DE, of one company.
    case gmx
    /// Outlook.com, Hotmail and Microsoft 365.
    case microsoft
    /// Gmail and Google Workspace.
    case google
    /// iCloud.
    case apple
    /// Yahoo and AOL.
    case yahoo

    /// The ends of the names of its servers.
    private static let suffixes: [(StaticString, Receiver)] = [
        ("t-online.de", .tOnline), ("gmx.net", .gmx), ("gmx.com", .gmx), ("web.de", .gmx), ("gmx.de", .gmx),
        ("outlook.com", .microsoft), ("hotmail.com", .microsoft), ("office365.us", .microsoft),
        ("outlook.de", .microsoft),
        (".mx.microsoft", .microsoft), ("google.com", .google), ("googlemail.com", .google), ("icloud.com", .apple),
        ("apple.com", .apple), ("yahoodns.net", .yahoo),
    ]

    /// The receiver behind a server's name; nil for all others.
    init?(_ text: Span<UInt8>, _ host: Range<Int>) {
        for (suffix, receiver) in Self.suffixes where host.count >= suffix.utf8CodeUnitCount {
            let start = host.upperBound - suffix.utf8CodeUnitCount
            guard text.has(suffix, at: start) else { continue }
            if start == host.lowerBound || text[start] == UInt8(ascii: ".") || text[start - 1] == UInt8(ascii: ".") {
                self = receiver
                return
            }
        }
        return nil
    }

    /// Its name.
    package var name: String {
        switch self {
        case .tOnline: "T-Online"
        case .gmx: "GMX and WEB.DE"
        case .microsoft: "Microsoft"
        case .google: "Google"
        case .apple: "Apple"
        case .yahoo: "Yahoo"
        }
    }
}
