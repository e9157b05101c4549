// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailMessage

/// A sliding view of a source's bytes: as much as is asked for, from the first byte not yet dropped.
///
///     |-- dropped --|======= count =======|---- not read yet ----|
///                   ^ offset
///
/// It grows only to what ``fill(to:)`` asks for plus one piece; its memory does not depend on the source's size.
///
/// The handle of that memory, of which `start..<end` is filled. An array would be filled with zeros first, half a mebibyte for
/// each compressed file of a Maildir.
@safe struct ByteWindow: ~Copyable {
    /// What is read at once: small enough to stay in the processor's cache until it is scanned.
    private static let piece = 256 << 10

    private let source: any ByteSource
    private var storage: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var start = 0
    private var end = 0

    /// Where the window begins: bytes from the source's start.
    private(set) var offset = 0

    /// Whether nothing follows the bytes in the window.
    private(set) var isAtEnd = false

    /// Why the source ended, where that was before its end.
    private(set) var failure: SourceFailure?

    /// The same, and where that was.
    var failurePlace: FailurePlace? { failure.map { FailurePlace(offset: offset + count, problem: $0.problem) } }

    /// - Parameter offset: where in the source reading begins.
    init(_ source: any ByteSource, offset: Int = 0) {
        self.source = source
        self.offset = offset
        capacity = 2 * Self.piece
        // SAFETY: freed by `deinit` or when it is moved, and nowhere else.
        unsafe storage = .allocate(capacity: capacity)
    }

    deinit { unsafe storage.deallocate() }

    /// The bytes in the window, until the next change.
    var bytes: Span<UInt8> {
        @_lifetime(borrow self) get {
            // SAFETY: so many bytes from there on are filled, and whoever changes the window holds no span of it.
            let span = unsafe Span(_unsafeStart: storage + start, count: end - start)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    var count: Int { end - start }

    /// Reads until `wanted` bytes are in the window or the source ends; returns whether they are.
    @discardableResult
    mutating func fill(to wanted: Int) -> Bool {
        while count < wanted, !isAtEnd { readPiece(wanted) }
        return count >= wanted
    }

    /// Reads at least one more byte; false at the end.
    @discardableResult
    mutating func fillMore() -> Bool { fill(to: count + 1) }

    /// Forgets the first bytes.
    mutating func drop(_ dropped: Int) {
        precondition(dropped >= 0 && dropped <= count, "more dropped than held")
        start += dropped
        offset += dropped
    }

    /// Appends all that is held to an array, and forgets it.
    mutating func move(to bytes: inout [UInt8]) {
        bytes.append(self.bytes)
        drop(count)
    }

    /// Bytes further on, without reading up to them; nil where the source cannot.
    func peek(at position: Int, count: Int) -> [UInt8]? { source.peek(at: offset + position, count: count) }

    private mutating func readPiece(_ wanted: Int) {
        makeRoom(wanted)
        // SAFETY: the room lies behind what is held and within the memory; `finalize` says how much of it is filled.
        let room = unsafe UnsafeMutableBufferPointer(start: storage + end, count: min(Self.piece, capacity - end))
        var output = unsafe OutputSpan(buffer: room, initializedCount: 0)
        do throws(SourceFailure) {
            try source.read(into: &output)
            isAtEnd = output.isEmpty
        } catch {
            failure = error
            isAtEnd = true
        }
        end += unsafe output.finalize(for: room)
    }

    /// Moves what is held to the front, and grows, so that a piece fits behind it.
    private mutating func makeRoom(_ wanted: Int) {
        guard capacity - end < Self.piece else { return }
        let needed = max(wanted, count) + Self.piece
        let held = count
        // SAFETY: what is held lies within the old memory, and fits into the new.
        if needed > capacity || needed * 8 < capacity {
            // Also shrinks again after a very long message.
            let grown = max(2 * Self.piece, needed + needed / 2)
            let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: grown)
            unsafe moved.initialize(from: storage + start, count: held)
            unsafe storage.deallocate()
            unsafe storage = moved
            capacity = grown
        } else if start > 0 {
            unsafe storage.update(from: storage + start, count: held)
        }
        start = 0
        end = held
    }
}
