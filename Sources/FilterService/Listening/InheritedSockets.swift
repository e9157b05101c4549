// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The sockets that systemd opened before it started the service.
///
/// - SeeAlso: sd_listen_fds(3), systemd.socket(5).
package struct InheritedSockets: Sendable {
    /// Where descriptors begin.
    private static let first: Int32 = 3
    private var descriptors: [(name: String, descriptor: Int32)] = []

    /// No sockets.
    package init() {}

    /// Takes the sockets that the environment tells of; they will not be handed on to child processes.
    package static func take() -> InheritedSockets {
        var sockets = InheritedSockets()
        guard let owner = value("LISTEN_PID").flatMap({ Int32($0) }), owner == getpid(),
            let count = value("LISTEN_FDS").flatMap({ Int32($0) }), 1...64 ~= count
        else { return sockets }
        let names = (value("LISTEN_FDNAMES") ?? "").split(separator: ":", omittingEmptySubsequences: false)
        for index in 0..<count {
            let descriptor = first + index
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            sockets.descriptors.append((Int(index) < names.count ? String(names[Int(index)]) : "", descriptor))
        }
        for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) }
        return sockets
    }

    private static func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    /// The socket for a protocol: the one of its name, or the only one there is.
    package func descriptor(for name: String) -> Int32? {
        if let named = descriptors.first(where: { $0.name == name }) { return named.descriptor }
        return descriptors.count == 1 ? descriptors[0].descriptor : nil
    }

    /// Whether other machines can reach the socket of a descriptor: everything but Unix sockets and loopback addresses.
    static func isRemote(_ descriptor: Int32) -> Bool {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let isNamed = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) == 0 }
        }
        guard isNamed else { return true }
        if storage.ss_family == sa_family_t(AF_UNIX) { return false }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let isRead = withUnsafePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getnameinfo($0, length, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
            }
        }
        let host = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return !isRead || !ListenAddress.isLoopback(host)
    }
}
