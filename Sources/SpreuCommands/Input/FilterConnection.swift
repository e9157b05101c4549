// SPDX-License-Identifier: Apache-2.0
import Glibc
import TextOutput

/// A connection to a filter on this machine or another: sends, and reads what comes, each within a time.
struct FilterConnection: ~Copyable {
    private let descriptor: Int32
    private let address: String

    /// Connects to `host:port`, `[address]:port` or `unix:/path`.
    ///
    /// - Throws: ``Failure`` if the address is none, or if nobody listens there in time.
    init(_ address: String, seconds: Int) throws(Failure) {
        self.address = address
        descriptor = try Self.connect(address, seconds: seconds)
    }

    deinit { close(descriptor) }

    /// Sends all of it.
    func send(_ bytes: [UInt8]) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw Self.failure(address, errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads until the other side ends, or until at least this many bytes arrived.
    func receive(atLeast enough: Int = 1 << 16) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while bytes.count < enough {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw Self.failure(address, errno) }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    private static func failure(_ address: String, _ code: Int32) -> Failure {
        let reason = code == EAGAIN || code == EINPROGRESS ? "no answer in time" : String(cString: strerror(code))
        return Failure(
            .unavailable, "\(address.forTerminal()): \(reason); is spreud running, and listening there?")
    }

    private static func connect(_ address: String, seconds: Int) throws(Failure) -> Int32 {
        if address.hasPrefix("unix:") {
            let path = address.dropFirst(5)
            var unix = sockaddr_un()
            guard path.utf8.count < MemoryLayout.size(ofValue: unix.sun_path) else {
                throw Failure(.usage, "\(address.forTerminal()): the path of a Unix socket can have at most 107 bytes")
            }
            unix.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &unix.sun_path) { $0.copyBytes(from: path.utf8) }
            let descriptor = withUnsafePointer(to: &unix) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    open(AF_UNIX, $0, socklen_t(MemoryLayout<sockaddr_un>.size), seconds)
                }
            }
            guard let descriptor else { throw failure(address, errno) }
            return descriptor
        }

        guard let colon = address.lastIndex(of: ":"), UInt16(address[colon...].dropFirst()) != nil else {
            throw Failure(.usage, "invalid address '\(address.forTerminal())': expected host:port or unix:/path")
        }
        let host = String(address[..<colon].drop { $0 == "[" }.prefix { $0 != "]" })
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(host, String(address[colon...].dropFirst()), &hints, &list)
        guard code == 0 else {
            throw Failure(.unavailable, "\(address.forTerminal()): \(String(cString: gai_strerror(code)))")
        }
        defer { freeaddrinfo(list) }
        var next = list
        var reason = ECONNREFUSED
        while let entry = next?.pointee {
            if let descriptor = open(entry.ai_family, entry.ai_addr, entry.ai_addrlen, seconds) { return descriptor }
            reason = errno
            next = entry.ai_next
        }
        throw failure(address, reason)
    }

    /// nil with `errno` if nobody answers.
    private static func open(
        _ family: Int32, _ address: UnsafePointer<sockaddr>?, _ length: socklen_t, _ seconds: Int
    ) -> Int32? {
        let descriptor = socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        // The time to connect counts as one to send.
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
        guard let address, Glibc.connect(descriptor, address, length) == 0 else {
            let code = errno
            close(descriptor)
            errno = code
            return nil
        }
        return descriptor
    }
}
