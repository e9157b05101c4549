// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc

/// A client that sends bytes as they are, on a blocking socket.
final class RawClient {
    private let descriptor: Int32

    struct Failed: Error { let call: String, code: Int32 }

    /// Connects to a port of this machine, at one of its addresses.
    convenience init(host: String = "127.0.0.1", port: Int) throws {
        try self.init(family: AF_INET) { try Self.call($0, host: host, port: port, connect) }
    }

    /// Connects to a Unix socket.
    convenience init(path: String) throws {
        try self.init(family: AF_UNIX) { descriptor in
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
            let code = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            guard code == 0 else { throw Failed(call: "connect", code: errno) }
        }
    }

    private init(family: Int32, connect: (Int32) throws -> Void) throws {
        descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failed(call: "socket", code: errno) }
        // Should it fail, `deinit` closes the descriptor: closed here too, it could be another test's by then.
        try connect(descriptor)
        var timeout = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// A port of this machine that nobody listens at.
    static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Failed(call: "socket", code: errno) }
        defer { close(descriptor) }
        try call(descriptor, port: 0, bind)
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard code == 0 else { throw Failed(call: "getsockname", code: errno) }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func call(
        _ descriptor: Int32, host: String = "127.0.0.1", port: Int,
        _ call: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else { throw Failed(call: "inet_pton", code: errno) }
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                call(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard code == 0 else { throw Failed(call: "connect or bind", code: errno) }
    }

    /// Makes the end of this client a reset of the connection.
    func resetAtEnd() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    }

    /// Sends all of it.
    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Failed(call: "send", code: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Sends text.
    func send(_ text: String) throws { try send(Array(text.utf8)) }

    /// Says that nothing more comes.
    func halfClose() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads what there is, up to a number of bytes; empty at the end.
    func read(_ most: Int = 1 << 16) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: most)
        let count = recv(descriptor, &bytes, most, 0)
        guard count >= 0 else { throw Failed(call: "recv", code: errno) }
        return Array(bytes.prefix(count))
    }

    /// Reads to the end of the connection.
    func readAll() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let piece = try read()
            if piece.isEmpty { return bytes }
            bytes += piece
        }
    }

    /// Whether the other side has ended, in whatever way.
    func isClosed() -> Bool {
        guard let piece = try? read(1) else { return true }
        return piece.isEmpty
    }
}
