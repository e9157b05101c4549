// SPDX-License-Identifier: Apache-2.0
import Foundation

/// A mail client on a blocking socket: enough SMTP to hand over many messages on one connection, or to die in one.
final class SMTPClient {
    private let descriptor: Int32
    private var received: [UInt8] = []

    struct Closed: Error {}

    /// Connects to a port of this machine and says hello.
    init(port: Int, helo: String = "client.example.net") throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let code = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        // The descriptor is closed by `deinit`, which runs then too.
        guard code == 0 else { throw Closed() }
        var timeout = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        _ = try reply()
        _ = try command("EHLO \(helo)")
    }

    deinit { close(descriptor) }

    /// Sends a line and returns the reply.
    @discardableResult
    func command(_ line: String) throws -> String {
        try send(Array((line + "\r\n").utf8))
        return try reply()
    }

    /// Hands over a message, with LF or CR LF line ends, and returns the reply to its end.
    func submit(_ message: Data, from: String = "joe@out.example.net", to recipient: String) throws -> String {
        _ = try command("MAIL FROM:<\(from)> BODY=8BITMIME")
        _ = try command("RCPT TO:<\(recipient)>")
        _ = try command("DATA")
        try send(Self.dotted(message) + Array(".\r\n".utf8))
        return try reply()
    }

    /// Begins a message and says nothing more.
    func begin(_ message: Data, to recipient: String) throws {
        _ = try command("MAIL FROM:<joe@out.example.net>")
        _ = try command("RCPT TO:<\(recipient)>")
        _ = try command("DATA")
        try send(Self.dotted(message))
    }

    /// CR LF at all line ends, and dots doubled at the beginnings of lines.
    private static func dotted(_ message: Data) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(message.count + message.count / 32)
        var isAtStart = true
        for byte in message where byte != 0x0d {
            if isAtStart, byte == UInt8(ascii: ".") { bytes.append(byte) }
            isAtStart = byte == 0x0a
            if isAtStart { bytes.append(0x0d) }
            bytes.append(byte)
        }
        return isAtStart ? bytes : bytes + [0x0d, 0x0a]
    }

    private func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Closed() }
            rest = rest.dropFirst(count)
        }
    }

    private func reply() throws -> String {
        while true {
            if let end = received.lastIndex(of: 10), end == received.count - 1 {
                let lines = received.split(separator: 10)
                if let last = lines.last, last.count >= 4, last[last.startIndex + 3] == UInt8(ascii: " ") {
                    defer { received = [] }
                    return String(decoding: last.prefix { $0 != 13 }, as: UTF8.self)
                }
            }
            var chunk = [UInt8](repeating: 0, count: 4_096)
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { throw Closed() }
            received += chunk[..<count]
        }
    }
}
