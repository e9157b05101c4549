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

    @Test("what comes before messages is taken from the memory that all share, but for what ordinary commands need")
    func commandMemory() {
        let memory = MemoryBudget(bytes: 100_000)
        let first = memory.lease()
        #expect(first.hold(command: 150_000))
        #expect(memory.usedBytes == 150_000 - MemoryBudget.freeCommandBytes)
        let second = memory.lease()
        #expect(!second.hold(command: 100_000))
        #expect(second.hold(command: 60_000))
        #expect(first.hold(command: 0) && memory.usedBytes == 0)
    }
}
