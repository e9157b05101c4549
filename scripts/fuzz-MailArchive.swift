// SPDX-License-Identifier: Apache-2.0
// The entry point of scripts/fuzz for MailArchive, compiled into one module with its sources.
import Glibc

/// Gives one input to every parser of archives: as a file of each format, as a name, as a line; and takes it for a body,
/// which has to come back from a mailbox as it went in.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    readFile(input)
    parseWords(input)
    roundTripName(input)
    roundTripBody(input)
    decompress(input)
    return 0
}

/// A file in memory, in a folder of its own.
private let filePath: String = {
    let folder = "/dev/shm/spreu-fuzz-\(getpid())"
    mkdir(folder, 0o700)
    atexit {
        unlink(filePath)
        rmdir("/dev/shm/spreu-fuzz-\(getpid())")
    }
    return folder + "/archive"
}()

private func write(_ bytes: [UInt8]) {
    let descriptor = open(filePath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    precondition(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
}

/// Limits that small inputs meet.
private let smallLimits: ArchiveLimits = {
    var limits = ArchiveLimits.standard
    limits.maxMessageBytes = 600
    limits.minBombBytes = 64 << 10
    limits.maxExpandedBytes = 1 << 20
    return limits
}()

private func messages(_ format: ArchiveFormat?, _ limits: ArchiveLimits) -> [ArchivedMessage] {
    var messages: [ArchivedMessage] = []
    for event in ArchiveReader([filePath], format: format, limits: limits) {
        switch event {
        case .message(let message): messages.append(message)
        case .warning(let warning): precondition(!warning.description.contains("\n"))
        }
    }
    return messages
}

private func readFile(_ input: [UInt8]) {
    write(input)
    let found = ArchiveFormat.detect(filePath)
    // One dialect an input: a window is large, and reading the same bytes seven times slow.
    let dialects: [ArchiveFormat] = [.mbox, .mboxo, .mboxrd, .mboxcl, .mboxcl2, .message]
    for format in [nil, dialects[input.reduce(0) { $0 &+ Int($1) } % dialects.count]] {
        // An index may name any file of the machine: its lines are read below.
        if format == nil, found == .index { continue }
        for limits in format == nil ? [smallLimits, .standard] : [smallLimits] {
            var end = 0
            for message in messages(format, limits) {
                precondition(message.bytes.count <= limits.maxMessageBytes)
                guard format?.isMbox == true else { continue }
                precondition(message.provenance.offset >= end && message.bytes.count <= message.provenance.size)
                end = message.provenance.offset + message.provenance.size
            }
        }
    }
    input.withUnsafeBytes { buffer in
        var at = 0
        while at < buffer.count {
            let line = buffer.line(at: at)
            if let entry = IndexLine(buffer, line.text) { precondition(!entry.path.isEmpty) }
            if let postmark = PostmarkLine(buffer.slice(line.text)) {
                _ = postmark.senderText(buffer.slice(line.text))
            }
            at = line.next
        }
    }
}

private func parseWords(_ input: [UInt8]) {
    let name = MaildirName(input)
    precondition(name.uniqueBytes <= input.count)
    _ = DovecotKeywords(input).names(name.keywords)
    _ = MHStream.number(input[...])
    let decoded = ModifiedUTF7.decode(input)
    precondition(String(validating: Array(decoded.utf8), as: UTF8.self) != nil)
    input.withUnsafeBytes { buffer in
        for isComplete in [false, true] {
            _ = FileContent(buffer, isComplete: isComplete)
            _ = MboxDialect.detect(buffer, isComplete: isComplete)
        }
    }
    write(input)
    let sequences = MHSequences(BytePath(filePath))
    _ = (sequences.flags(3), sequences.keywords(3))
}

// MARK: - There and back

private func roundTripName(_ input: [UInt8]) {
    let name = String(decoding: input, as: UTF8.self)
    precondition(ModifiedUTF7.decode(encodedName(name)) == name)
}

/// RFC 3501 section 5.1.3, the other way round.
private func encodedName(_ name: String) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,".utf8)
    var encoded: [UInt8] = []
    var pending: [UInt8] = []
    func flush() {
        guard !pending.isEmpty else { return }
        encoded.append(UInt8(ascii: "&"))
        var bits = 0
        var count = 0
        for byte in pending {
            bits = (bits << 8 | Int(byte)) & 0xFFFF
            count += 8
            while count >= 6 {
                count -= 6
                encoded.append(alphabet[bits >> count & 63])
            }
        }
        if count > 0 { encoded.append(alphabet[bits << (6 - count) & 63]) }
        encoded.append(UInt8(ascii: "-"))
        pending = []
    }
    for unit in name.utf16 {
        if 0x20...0x7E ~= unit {
            flush()
            encoded.append(UInt8(unit))
            if unit == 0x26 { encoded.append(UInt8(ascii: "-")) }
        } else {
            pending += [UInt8(unit >> 8), UInt8(unit & 0xFF)]
        }
    }
    flush()
    return encoded
}

private func roundTripBody(_ input: [UInt8]) {
    // A block of NULs before `From ` is what a crash leaves between records: no writer of mboxes quotes it.
    let hasCrash = input.withUnsafeBytes { bytes in
        bytes.indices.contains { at in
            bytes[at] == UInt8(ascii: "F") && MboxBoundary.nulBlock(in: bytes, before: at) != nil
                && bytes[at...].starts(with: PostmarkLine.keyword)
        }
    }
    guard !hasCrash else { return }
    let postmark = Array("From ann@example.com Thu Aug  2 18:26:25 2002\n".utf8)
    let next = Array("Subject: next\nContent-Length: 5\n\nText\n".utf8)
    let ending = postmark + next + [10]

    let body = input.last == 10 ? input : input + [10]
    let message = Array("Subject: first\n\n".utf8) + body
    write(postmark + quoted(message) + [10] + ending)
    precondition(messages(.mboxrd, .standard).map(\.bytes) == [message, next])

    let counted = Array("Subject: first\nContent-Length: \(input.count)\n\n".utf8) + input
    write(postmark + counted + [10] + ending)
    precondition(messages(.mboxcl2, .standard).map(\.bytes) == [counted, next])
}

private func quoted(_ message: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    for line in message.split(separator: 10, omittingEmptySubsequences: false) {
        if line.drop(while: { $0 == UInt8(ascii: ">") }).starts(with: "From ".utf8) { output.append(UInt8(ascii: ">")) }
        output += line + [10]
    }
    return output.dropLast()
}

// MARK: - Decoders

private final class MemorySource: ByteSource {
    private var rest: ArraySlice<UInt8>
    private let piece: Int

    init(_ bytes: [UInt8], piece: Int) {
        rest = bytes[...]
        self.piece = piece
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
        let part = rest.prefix(min(piece, buffer.count))
        buffer.copyBytes(from: part)
        rest = rest.dropFirst(part.count)
        return part.count
    }
}

/// In small pieces a file expands to the same bytes, with the same end, as at once.
private func decompress(_ input: [UInt8]) {
    for compression in Compression.allCases {
        let whole = expanded(input, compression, piece: 1 << 16, room: 1 << 16)
        let dripped = expanded(input, compression, piece: 7, room: 13)
        guard whole.bytes.count < 32 << 10 else { continue }
        if whole.problem == nil { precondition(whole.bytes == dripped.bytes && dripped.problem == nil) }
    }
}

private func expanded(
    _ input: [UInt8], _ compression: Compression, piece: Int, room: Int
) -> (bytes: [UInt8], problem: ArchiveWarning.Problem?) {
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: room)
    do throws(SourceFailure) {
        let source = try ExpandingSource(
            MemorySource(input, piece: piece), compression: compression, limits: smallLimits)
        while output.count < 64 << 10 {
            var failure: SourceFailure?
            let count = buffer.withUnsafeMutableBytes { bytes -> Int in
                do throws(SourceFailure) { return try source.read(into: bytes) } catch { failure = error }
                return 0
            }
            if let failure { throw failure }
            if count == 0 { break }
            output += buffer[..<count]
        }
        return (output, nil)
    } catch {
        return (output, error.problem)
    }
}
