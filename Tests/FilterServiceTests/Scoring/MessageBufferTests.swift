// SPDX-License-Identifier: Apache-2.0
import FilterService
import TestSupport
import Testing

@Suite("Messages as they come in") struct MessageBufferTests {
    private func buffer(_ bytes: [UInt8], limit: Int = 1 << 20, piece: Int = .max) -> MessageBuffer {
        var buffer = MessageBuffer(limit: limit)
        bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                buffer.append(UnsafeRawBufferPointer(rebasing: rest.prefix(piece)))
                rest = rest.dropFirst(piece)
            }
        }
        return buffer
    }

    private static let text = Array((0..<5_000).map { "line \($0 % 97) of a message\r\n" }.joined().utf8)

    @Test("of a message beyond the limit the first part is kept and the size is known")
    func limit() {
        let whole = buffer(Self.text, limit: Self.text.count, piece: 333)
        #expect(whole.isWhole && whole.bytes == Self.text)
        let cut = buffer(Self.text, limit: 1_000, piece: 333)
        #expect(!cut.isWhole && cut.bytes == Array(Self.text.prefix(1_000)) && cut.size == Self.text.count)
    }

    @Test("a compressed message is unpacked")
    func compressed() throws {
        let message = try #require(buffer(zlibCompressed(Self.text)).unpacked(into: MessageBuffer(limit: 1 << 20)))
        #expect(message.isWhole && message.bytes == Self.text)
        let empty = try #require(buffer([]).unpacked(into: MessageBuffer(limit: 1)))
        #expect(empty.isWhole && empty.size == 0)
        for (compression, packed) in [
            (MessageCompression.zlibOrGzip, gzipCompressed(Self.text)), (.zlibOrGzip, zlibCompressed(Self.text)),
            (.zstd, zstdCompressed(Self.text)),
        ] {
            let unpacked = buffer(packed).unpacked(into: MessageBuffer(limit: 1 << 20), by: compression)
            #expect(unpacked?.isWhole == true && unpacked?.bytes == Self.text, "\(compression)")
        }
    }

    @Test("what is no compressed data, or ends before they do, is not unpacked")
    func damaged() {
        #expect(buffer(Array("abcde".utf8)).unpacked(into: MessageBuffer(limit: 1 << 20)) == nil)
        #expect(buffer(zlibCompressed(Self.text).dropLast(10)).unpacked(into: MessageBuffer(limit: 1 << 20)) == nil)
    }

    @Test("a compressed message of which only the first part is here is a first part unpacked")
    func cutCompressed() throws {
        let packed = zlibCompressed(Self.text)
        let message = try #require(
            buffer(packed, limit: packed.count / 2).unpacked(into: MessageBuffer(limit: 1 << 20)))
        #expect(!message.isWhole && !message.bytes.isEmpty && Self.text.starts(with: message.bytes))
    }

    @Test("a bomb is unpacked no further than the limit")
    func bomb() throws {
        let packed = zlibCompressed([UInt8](repeating: 0, count: 200 << 20))
        let message = try #require(buffer(packed).unpacked(into: MessageBuffer(limit: 100_000)))
        #expect(!message.isWhole && message.bytes.count == 100_000 && message.size < 300_000)
    }

    @Test("a connection's first bytes are its own, and what comes on top is from the memory that all share")
    func ownMemory() {
        let memory = MemoryBudget(bytes: 2_000_000, connections: 2)
        let own = MemoryBudget.connectionBytes - MemoryBudget.answerBytes
        let shared = 2_000_000 - 2 * MemoryBudget.connectionBytes
        let first = memory.connection()
        let holding = first.lease()
        #expect(holding.grow(by: own + shared) && !holding.grow(by: 1))
        let ordinary = memory.connection().lease()
        #expect(ordinary.grow(by: MemoryBudget.messageBytes), "whatever the others hold")
        #expect(!ordinary.grow(by: own))
        // The third has no place.
        #expect(!memory.connection().lease().grow(by: 1))
        #expect(holding.resize(to: own + 1) && memory.connection().lease().grow(by: shared - 1))
        #expect(memory.usedBytes == own + 1 + MemoryBudget.messageBytes)
    }

    @Test("a share lives with its message when the connection has ended, and all of it comes back")
    func returnedMemory() {
        let memory = MemoryBudget(bytes: 1_000_000, connections: 1)
        var lease: MemoryLease? = memory.connection().lease()
        #expect(lease?.grow(by: 500_000) == true)
        #expect(memory.connection().lease().grow(by: 600_000) == false)
        lease = nil
        #expect(memory.usedBytes == 0)
        #expect(memory.connection().lease().grow(by: 600_000))
        #expect(memory.usedBytes == 0)
    }

    @Test("a message for which no memory is left is given up, and holds none while the rest of it comes")
    func overloaded() {
        let memory = MemoryBudget(bytes: 1_000)
        var message = MessageBuffer(limit: 1 << 20, lease: memory.connection().lease())
        for _ in 0..<9 { Self.text.prefix(300).withUnsafeBytes { message.append($0) } }
        #expect(message.isOverloaded && !message.isWhole && message.bytes.isEmpty && message.size == 2_700)
        #expect(memory.usedBytes == 0)
        let unpacked = message.unpacked(into: MessageBuffer(limit: 1 << 20))
        #expect(unpacked?.isOverloaded == true)
    }
}
