// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc

/// A mail server's side of the milter protocol, on a blocking Unix socket.
final class MilterClient {
    private let descriptor: Int32
    /// The options that the filter answered; those of Postfix unless others are offered.
    private(set) var steps: UInt32 = 0

    struct Closed: Error {}
    struct Failed: Error { let call: String }

    /// What a filter replied: the letter and the data.
    struct Reply: Equatable {
        var letter: Character
        var data: [UInt8]
        var text: String { String(decoding: data.map { $0 == 0 ? UInt8(ascii: "|") : $0 }, as: UTF8.self) }
    }

    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failed(call: "socket") }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        // The descriptor is closed by `deinit`, which runs then too.
        guard connected == 0 else { throw Failed(call: "connect") }
        var timeout = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { Glibc.close(descriptor) }

    /// Sends bytes as they are.
    func sendRaw(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Closed() }
            rest = rest.dropFirst(count)
        }
    }

    /// Says that nothing more will be sent.
    func halfClose() { _ = shutdown(descriptor, Int32(SHUT_WR)) }

    static func packet(_ letter: Character, _ data: [UInt8] = []) -> [UInt8] {
        let count = UInt32(data.count + 1)
        return (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * UInt32($0))) } + Array(letter.utf8) + data
    }

    func send(_ letter: Character, _ data: [UInt8] = []) throws { try sendRaw(Self.packet(letter, data)) }

    func send(_ letter: Character, _ words: String...) throws {
        try send(letter, words.flatMap { Array($0.utf8) + [0] })
    }

    /// Waits for a reply.
    func receive() throws -> Reply {
        let length = try read(4).reduce(0) { $0 << 8 | Int($1) }
        let bytes = try read(length)
        return Reply(letter: Character(Unicode.Scalar(bytes[0])), data: Array(bytes.dropFirst()))
    }

    /// Whether a reply can be read without waiting.
    func hasReply() throws -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&request, 1, 0) >= 0 else { throw Failed(call: "poll") }
        return request.revents & Int16(POLLIN) != 0
    }

    /// Whether the filter has closed the connection.
    func isClosed() -> Bool { (try? read(1)) == nil }

    private func read(_ count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            var chunk = [UInt8](repeating: 0, count: min(count - bytes.count, 1 << 16))
            let got = recv(descriptor, &chunk, chunk.count, 0)
            guard got > 0 else { throw Closed() }
            bytes += chunk[..<got]
        }
        return bytes
    }

    /// Agrees on options as Postfix 3.7 offers them.
    @discardableResult
    func negotiate(version: UInt32 = 6, actions: UInt32 = 0x1ff, steps: UInt32 = 0x1f_ffff) throws -> Reply {
        let numbers = [version, actions, steps]
        try send("O", numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } })
        let reply = try receive()
        self.steps = reply.data[8..<12].reduce(0) { $0 << 8 | UInt32($1) }
        return reply
    }

    /// Tells of a client.
    func greet(address: String = "198.51.100.7", name: String = "mail.out.example.net") throws {
        try send("D", Array("Cj".utf8) + [0] + Array("mx.site.example.com".utf8) + [0])
        try send("C", Array(name.utf8) + [0] + Array("4".utf8) + [0x1f, 0x90] + Array(address.utf8) + [0])
        try send("H", "client.example.net")
    }

    /// Sends a message and returns what the filter says at its end; the last reply ends the message.
    ///
    /// - Parameters:
    ///   - message: with LF line ends.
    ///   - queueID: told at the header's end.
    ///   - user: who logged in.
    ///   - recipients: without angle brackets.
    func submit(
        _ message: String, queueID: String = "4ABC", user: String? = nil, recipients: [String] = []
    ) throws -> [Reply] {
        try send("D", Array("M".utf8) + (user.map { Array("{auth_authen}".utf8) + [0] + Array($0.utf8) + [0] } ?? []))
        try send("M", "<joe@out.example.net>")
        try sendRaw(recipients.flatMap { Self.packet("R", Array("<\($0)>".utf8) + [0]) })
        let bytes = Array(message.utf8)
        let split = Self.headerEnd(bytes)
        for field in Self.fields(bytes[..<split]) {
            let colon = field.firstIndex(of: UInt8(ascii: ":")) ?? field.endIndex
            try send("L", Array(field[..<colon]) + [0] + Array(field[(colon + 1)...]) + [0])
        }
        try send("D", Array("Ni".utf8) + [0] + Array(queueID.utf8) + [0])
        try send("N")
        let body = bytes[split...].dropFirst().flatMap { $0 == 10 ? [13, 10] : [$0] }
        var rest = body[...]
        while !rest.isEmpty {
            let piece = rest.prefix(65_535)
            try send("B", Array(piece))
            rest = rest.dropFirst(piece.count)
            if steps & 1 << 19 == 0, try receive().letter == "s" { break }
        }
        try send("E")
        return try verdict()
    }

    /// The replies at a message's end.
    func verdict() throws -> [Reply] {
        var replies: [Reply] = []
        while true {
            let reply = try receive()
            replies.append(reply)
            if "catrdyf".contains(reply.letter) { return replies }
        }
    }

    /// Where the empty line is.
    private static func headerEnd(_ bytes: [UInt8]) -> Int {
        for index in bytes.indices.dropFirst() where bytes[index] == 10 && bytes[index - 1] == 10 { return index }
        return bytes.count
    }

    private static func fields(_ header: ArraySlice<UInt8>) -> [[UInt8]] {
        var fields: [[UInt8]] = []
        for line in header.split(separator: 10) {
            if let first = line.first, first == 0x20 || first == 0x09, !fields.isEmpty {
                fields[fields.count - 1] += [10] + line
            } else {
                fields.append(Array(line))
            }
        }
        return fields
    }
}

extension [MilterClient.Reply] {
    /// The value of the field that is inserted under a name.
    func field(_ name: String) -> String? {
        for reply in self where reply.letter == "i" {
            let parts = reply.data.dropFirst(4).split(separator: 0, omittingEmptySubsequences: false)
            if parts.count >= 2, String(decoding: parts[0], as: UTF8.self) == name {
                return String(decoding: parts[1], as: UTF8.self).trimmingCharacters(in: .whitespaces)
            }
        }
        return nil
    }

    /// The log-odds in the X-Spreu field.
    var logOdds: Double? {
        guard let value = field("X-Spreu"), let range = value.range(of: "log-odds=") else { return nil }
        return Double(value[range.upperBound...].prefix { $0 != "," })
    }
}
