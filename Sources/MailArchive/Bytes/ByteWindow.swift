// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A sliding view of a source's bytes: as much as is asked for, from the first byte not yet dropped.
///
///     |-- dropped --|======= count =======|---- not read yet ----|
///                   ^ offset
///
/// It grows only to what ``fill(to:)`` asks for plus one piece; its memory does not depend on the source's size.
final class ByteWindow {
    /// What is read at once: small enough to stay in the processor's cache until it is scanned.
    private static let piece = 256 << 10

    private let source: any ByteSource
    private var storage: UnsafeMutableRawPointer
    private var capacity: Int
    private var start = 0
    private var end = 0

    /// Where the window begins: bytes from the source's start.
    private(set) var offset = 0

    /// Whether nothing follows the bytes in the window.
    private(set) var isAtEnd = false

    /// Why the source ended, where that was before its end.
    private(set) var failure: SourceFailure?

    /// - Parameter offset: where in the source reading begins.
    init(_ source: any ByteSource, offset: Int = 0) {
        self.source = source
        self.offset = offset
        capacity = 2 * Self.piece
        storage = .allocate(byteCount: capacity, alignment: 64)
    }

    deinit { storage.deallocate() }

    /// The bytes in the window, valid until the next ``fill(to:)`` or ``drop(_:)``.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: storage + start, count: end - start) }

    var count: Int { end - start }

    /// Reads until `wanted` bytes are in the window or the source ends; returns whether they are.
    @discardableResult
    func fill(to wanted: Int) -> Bool {
        while count < wanted, !isAtEnd { readPiece(wanted) }
        return count >= wanted
    }

    /// Reads at least one more byte; false at the end.
    @discardableResult
    func fillMore() -> Bool { fill(to: count + 1) }

    /// Forgets the first bytes.
    func drop(_ dropped: Int) {
        precondition(dropped <= count, "more dropped than held")
        start += dropped
        offset += dropped
    }

    /// Bytes further on, without reading up to them; nil where the source cannot.
    func peek(at position: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int? {
        source.peek(at: offset + position, into: buffer)
    }

    private func readPiece(_ wanted: Int) {
        makeRoom(wanted)
        do throws(SourceFailure) {
            let room = UnsafeMutableRawBufferPointer(start: storage + end, count: min(Self.piece, capacity - end))
            let got = try source.read(into: room)
            end += got
            isAtEnd = got == 0
        } catch {
            failure = error
            isAtEnd = true
        }
    }

    /// Moves what is held to the front, and grows, so that a piece fits behind it.
    private func makeRoom(_ wanted: Int) {
        guard capacity - end < Self.piece else { return }
        let needed = max(wanted, count) + Self.piece
        let held = count
        if needed > capacity || needed * 8 < capacity {
            // Also shrinks again after a very long message.
            let grown = max(2 * Self.piece, needed + needed / 2)
            let moved = UnsafeMutableRawPointer.allocate(byteCount: grown, alignment: 64)
            moved.copyMemory(from: storage + start, byteCount: held)
            storage.deallocate()
            storage = moved
            capacity = grown
        } else if start > 0 {
            memmove(storage, storage + start, held)
        }
        start = 0
        end = held
    }
}
