// SPDX-License-Identifier: Apache-2.0
import CBytes
import Glibc
import Synchronization

/// glibc's iconv, for the sets of several bytes a character.
///
/// Descriptors are kept: one is borrowed for each call and given back, so that there are never more of a set than
/// threads that use it at once.
enum Iconv {
    // SAFETY: a descriptor has one owner at a time, the pool or the one call that took it out of the pool.
    @safe private struct Descriptor: @unchecked Sendable {
        let handle: iconv_t
    }

    private static let idle = Mutex<[[Descriptor]]>(Array(repeating: [], count: CharsetTables.sets.count))

    static func append(
        _ bytes: Span<UInt8>, of charset: Charset, to output: inout [UInt8], limit: Int
    ) -> CharsetDecoder.Outcome {
        guard let descriptor = borrow(charset) else {
            // Only on a system without glibc's gconv modules: ASCII can still be read.
            return SingleByteSet(.usASCII).append(decoding: bytes, to: &output, limit: limit)
        }
        defer { idle.withLock { $0[charset.number].append(descriptor) } }
        // SAFETY: the descriptor is open, and of this call alone.
        return unsafe convert(bytes, with: descriptor.handle, to: &output, limit: limit)
    }

    private static func borrow(_ charset: Charset) -> Descriptor? {
        if let descriptor = idle.withLock({ $0[charset.number].popLast() }) { return descriptor }
        // SAFETY: iconv_open reads two names that end in NUL, as literals do.
        let handle = charset.details.iconvName.withUTF8Buffer { name in
            unsafe name.withMemoryRebound(to: CChar.self) { unsafe iconv_open("UTF-8", $0.baseAddress) }
        }
        // iconv_open fails with (iconv_t) -1.
        guard let handle = unsafe handle, Int(bitPattern: handle) != -1 else { return nil }
        return unsafe Descriptor(handle: handle)
    }

    private static func convert(
        _ bytes: Span<UInt8>, with handle: iconv_t, to output: inout [UInt8], limit: Int
    ) -> CharsetDecoder.Outcome {
        var outcome = CharsetDecoder.Outcome()
        // SAFETY: without buffers iconv forgets what the last text left; the steps touch nothing but what they are given.
        _ = unsafe iconv(handle, nil, nil, nil, nil)
        var read = 0
        var isFlushing = false
        outcome.isCut = WindowedOutput.fill(&output, limit: limit) { window in
            while true {
                let rest = bytes.extracting(read...)
                let error = unsafe window.append(from: rest) { source, target in
                    unsafe step(handle, isFlushing ? nil : source, target, &read)
                }
                guard let error else {
                    if isFlushing { return true }
                    isFlushing = true
                    continue
                }
                if error == E2BIG { return false }
                guard !isFlushing, read < bytes.count else { return true }
                guard window.freeCapacity >= 3 else { return false }
                window.append(utf8: 0xfffd)
                outcome.replacements += 1
                read += 1
            }
        }
        return outcome
    }

    /// Converts as much as there is room for, or, without a source, writes what is held back.
    ///
    /// - Parameter read: is moved on by the bytes that were read.
    /// - Returns: how many bytes were written, and why it ended, nil if all was read.
    private static func step(
        _ handle: iconv_t, _ source: UnsafeBufferPointer<UInt8>?, _ target: UnsafeMutableBufferPointer<UInt8>,
        _ read: inout Int
    ) -> (written: Int, error: Int32?) {
        // SAFETY: iconv reads and writes so much as the two numbers say. It does not write to its input, though it takes a
        // pointer to mutable bytes.
        var left = target.count
        var place = unsafe UnsafeMutableRawPointer(target.baseAddress)?.assumingMemoryBound(to: CChar.self)
        guard let source = unsafe source else {
            let result = unsafe iconv(handle, nil, nil, &place, &left)
            return (target.count - left, result == -1 ? errno : nil)
        }
        var input = unsafe UnsafeMutableRawPointer(mutating: source.baseAddress)?.assumingMemoryBound(to: CChar.self)
        var inputLeft = source.count
        let result = unsafe iconv(handle, &input, &inputLeft, &place, &left)
        let error = result == -1 ? errno : nil
        read += source.count - inputLeft
        return (target.count - left, error)
    }
}
