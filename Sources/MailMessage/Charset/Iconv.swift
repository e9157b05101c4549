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
    private struct Descriptor: @unchecked Sendable {
        let handle: iconv_t
    }

    private static let idle = Mutex<[[Descriptor]]>(Array(repeating: [], count: CharsetTables.sets.count))

    static func append(
        _ bytes: UnsafeRawBufferPointer, of charset: Charset, to output: inout [UInt8], limit: Int
    ) -> CharsetDecoder.Outcome {
        guard let descriptor = borrow(charset) else {
            // Only on a system without glibc's gconv modules: ASCII can still be read.
            return SingleByteSet(.usASCII).append(decoding: bytes, to: &output, limit: limit)
        }
        defer { idle.withLock { $0[charset.number].append(descriptor) } }
        return convert(bytes, with: descriptor.handle, to: &output, limit: limit)
    }

    private static func borrow(_ charset: Charset) -> Descriptor? {
        if let descriptor = idle.withLock({ $0[charset.number].popLast() }) { return descriptor }
        let handle = charset.details.iconvName.withUTF8Buffer { name in
            name.withMemoryRebound(to: CChar.self) { iconv_open("UTF-8", $0.baseAddress) }
        }
        // iconv_open fails with (iconv_t) -1.
        guard let handle, Int(bitPattern: handle) != -1 else { return nil }
        return Descriptor(handle: handle)
    }

    private static func convert(
        _ bytes: UnsafeRawBufferPointer, with handle: iconv_t, to output: inout [UInt8], limit: Int
    ) -> CharsetDecoder.Outcome {
        var outcome = CharsetDecoder.Outcome()
        iconv(handle, nil, nil, nil, nil)
        // iconv takes a pointer to mutable bytes but does not write to them.
        var input = UnsafeMutablePointer(mutating: bytes.assumingMemoryBound(to: CChar.self).baseAddress)
        var inputLeft = bytes.count
        var isFlushing = false

        outcome.isCut = WindowedOutput.fill(&output, limit: limit) { window, room in
            var left = room
            var target: UnsafeMutablePointer<CChar>? = UnsafeMutableRawPointer(window)
                .assumingMemoryBound(to: CChar.self)
            func replace() -> Bool {
                guard left >= 3, target != nil else { return false }
                var end = room - left
                UTF8Bytes.write(0xfffd, to: window, at: &end)
                target? += 3
                left -= 3
                outcome.replacements += 1
                return true
            }
            while true {
                let result =
                    isFlushing
                    ? iconv(handle, nil, nil, &target, &left) : iconv(handle, &input, &inputLeft, &target, &left)
                if result != -1 {
                    if isFlushing { return (room - left, true) }
                    isFlushing = true
                    continue
                }
                switch errno {
                case E2BIG:
                    return (room - left, false)
                default:
                    guard !isFlushing, inputLeft > 0 else { return (room - left, true) }
                    guard replace() else { return (room - left, false) }
                    input? += 1
                    inputLeft -= 1
                }
            }
        }
        return outcome
    }
}
