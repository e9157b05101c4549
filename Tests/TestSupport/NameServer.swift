// SPDX-License-Identifier: Apache-2.0
import Foundation
import Synchronization

/// A server on loopback that answers questions of the DNS over UDP with whatever bytes a test wants.
public final class NameServer: Sendable {
    private let socket: Int32
    /// The port that it listens at.
    public let port: Int
    private let isStopped = Atomic(false)
    private let count = Atomic(0)

    /// How many questions came.
    public var questions: Int { count.load(ordering: .relaxed) }

    /// Starts it.
    ///
    /// - Parameter answer: what is sent back for the bytes of a question; nil: nothing.
    public init(answer: @escaping @Sendable (_ question: [UInt8]) -> [UInt8]?) throws {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        var wait = timeval(tv_sec: 0, tv_usec: 100_000)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound, setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size)) == 0
        else { throw POSIXError(.EADDRINUSE) }
        self.socket = socket
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [self] in serve(answer) }
    }

    private func serve(_ answer: (_ question: [UInt8]) -> [UInt8]?) {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while !isStopped.load(ordering: .relaxed) {
            var address = sockaddr_in()
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { peer in
                    let size = recvfrom(socket, &buffer, buffer.count, 0, peer, &length)
                    guard size >= 12 else { return }
                    count.add(1, ordering: .relaxed)
                    if let reply = answer(Array(buffer[..<size])) {
                        sendto(socket, reply, reply.count, 0, peer, length)
                    }
                }
            }
        }
        close(socket)
    }

    /// Ends it.
    public func stop() { isStopped.store(true, ordering: .relaxed) }

    /// The name and type of a question, and where it ends.
    public static func read(_ bytes: [UInt8]) -> (name: String, type: Int, end: Int) {
        var labels: [String] = []
        var place = 12
        while place < bytes.count, bytes[place] > 0 {
            let end = min(bytes.count, place + 1 + Int(bytes[place]))
            labels.append(String(decoding: bytes[(place + 1)..<end], as: UTF8.self))
            place = end
        }
        return (
            labels.joined(separator: ".").lowercased(), Int(bytes[place + 1]) << 8 | Int(bytes[place + 2]), place + 5
        )
    }

    /// An answer to a question: its code, and of each record the type and the data.
    public static func reply(
        _ question: [UInt8], code: UInt8 = 0, _ records: [(type: UInt8, data: [UInt8])] = []
    ) -> [UInt8] {
        var bytes = Array(question[..<read(question).end])
        bytes[2] |= 0x80
        bytes[3] = 0x80 | code
        bytes.replaceSubrange(6..<12, with: [0, UInt8(records.count), 0, 0, 0, 0])
        for record in records {
            bytes += [0xc0, 12, 0, record.type, 0, 1, 0, 0, 1, 0x2c, UInt8(record.data.count >> 8)]
            bytes += [UInt8(record.data.count & 0xff)] + record.data
        }
        return bytes
    }
}
