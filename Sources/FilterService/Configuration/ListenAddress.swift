// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Where a protocol listens.
package enum ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// A TCP port of an address or host name; port 0 takes any that is free.
    case tcp(host: String, port: Int)
    /// A Unix socket.
    case unix(path: String)
    /// A socket that systemd opened and handed over under the protocol's name (`FileDescriptorName=`).
    ///
    /// - SeeAlso: sd_listen_fds(3).
    case systemd

    /// Reads `host:port`, `[address]:port`, `unix:/path` or `systemd`; nil if it is none of them.
    package init?(_ text: String) {
        if text == "systemd" {
            self = .systemd
        } else if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            // sockaddr_un has 108 bytes with the closing NUL.
            guard path.hasPrefix("/"), path.utf8.count < 108, !path.utf8.contains(0) else { return nil }
            self = .unix(path: path)
        } else {
            guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
                return nil
            }
            var host = text[..<colon]
            if host.hasPrefix("["), host.hasSuffix("]") {
                host = host.dropFirst().dropLast()
            } else if host.contains(":") {
                return nil
            }
            guard !host.isEmpty, !host.contains(where: { $0 == "/" || $0.isWhitespace }) else { return nil }
            self = .tcp(host: String(host), port: Int(port))
        }
    }

    /// Whether other machines can reach it: everything but Unix sockets and loopback addresses.
    ///
    /// A host name counts as reachable unless it is `localhost`: what it stands for may change. What systemd hands over
    /// is judged by the socket's own address, when it is taken.
    package var isRemote: Bool {
        switch self {
        case .unix, .systemd: false
        case .tcp(let host, _): !Self.isLoopback(host)
        }
    }

    /// Whether an address, in text, is one of loopback; `localhost` counts too.
    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || NetworkRange.loopback.contains { $0.contains(host) }
    }

    /// The address as the configuration writes it.
    package var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        case .systemd: "systemd"
        }
    }
}
