// SPDX-License-Identifier: Apache-2.0

/// Reads one request of the spamd protocol from bytes that come in pieces of any size.
///
///     var parser = SpamdRequestParser(...)
///     try parser.read(piece)              // as often as something comes
///     try parser.end()                    // when the client says that nothing more comes
///     if parser.isComplete { ... parser.request, parser.message ... }
///
/// A connection carries one request; what comes behind it is left unread.
package struct SpamdRequestParser {
    private enum State {
        case requestLine
        case fields
        case message
        case complete
    }

    /// What was asked for; nil before the first line is whole.
    package private(set) var request: SpamdRequest?
    /// The message, unpacked.
    package private(set) var message: MessageBuffer
    private var state = State.requestLine
    private var line: [UInt8] = []
    private var headBytes = 0
    private var bodyBytes = 0
    private var inflater: ZlibInflater?
    private let headLimit: Int
    private let headMemory: MemoryLease?
    /// The longest first line that is looked at, with its line end.
    private static let longestRequestLine = 82

    /// Makes a parser.
    ///
    /// - Parameters:
    ///   - headLimit: The most bytes in front of the message. Exim names every recipient there.
    ///   - headMemory: What the bytes in front of the message are taken from; nil for nothing.
    ///   - message: What collects the message.
    package init(headLimit: Int, headMemory: MemoryLease? = nil, message: MessageBuffer) {
        self.headLimit = headLimit
        self.headMemory = headMemory
        self.message = message
    }

    /// Whether the request is whole.
    package var isComplete: Bool { state == .complete }
    /// Whether any byte came.
    package var hasBegun: Bool { headBytes > 0 }

    /// Takes the next bytes.
    ///
    /// - Throws: ``SpamdError``; nothing may be read after it.
    package mutating func read(_ piece: UnsafeRawBufferPointer) throws(SpamdError) {
        var rest = piece[...]
        while !rest.isEmpty, state == .requestLine || state == .fields {
            let end = rest.firstIndex(of: 0x0A)
            let part = rest[..<(end ?? rest.endIndex)]
            headBytes += part.count + (end == nil ? 0 : 1)
            guard headBytes <= headLimit, state != .requestLine || headBytes <= Self.longestRequestLine else {
                throw .headTooLong
            }
            guard headMemory?.hold(command: headBytes) ?? true else { throw .tryLater("too much mail at once") }
            line.append(contentsOf: part)
            guard let end else { return }
            rest = rest[(end + 1)...]
            if line.last == 0x0D { line.removeLast() }
            if state == .requestLine { try readRequestLine() } else { try readField() }
            line.removeAll(keepingCapacity: true)
        }
        if state == .message, !rest.isEmpty { try readMessage(UnsafeRawBufferPointer(rebasing: rest)) }
    }

    /// Notes that nothing more comes.
    package mutating func end() throws(SpamdError) {
        switch state {
        case .complete: return
        case .requestLine: throw .cutShort
        case .fields:
            // Some clients leave out the empty line behind PING.
            guard request?.command.hasMessage == false else { throw .cutShort }
        case .message:
            if let length = request?.contentLength { throw .lengthMismatch(expected: length, got: bodyBytes) }
        }
        state = .complete
    }

    private mutating func readRequestLine() throws(SpamdError) {
        let words = String(decoding: line.prefix(80), as: UTF8.self).split(separator: " ")
        guard line.count <= 80, words.count == 2, let command = SpamdRequest.Command(rawValue: String(words[0])),
            let slash = words[1].firstIndex(of: "/")
        else { throw .badRequestLine }
        let numbers = words[1][slash...].dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        guard numbers.count == 2, numbers[0] == "1", let minor = UInt8(numbers[1]) else { throw .badRequestLine }
        switch words[1][..<slash] {
        case "SPAMC": request = SpamdRequest(command: command, dialect: .spamc(minor: Int(minor)))
        case "RSPAMC":
            guard command != .tell else { throw .badRequestLine }
            request = SpamdRequest(command: command, dialect: .rspamc)
        default: throw .badRequestLine
        }
        // The oldest clients send no fields; only the newest send an empty line with PING.
        if command.hasMessage {
            state = minor > 0 ? .fields : .message
        } else {
            state = minor >= 5 ? .fields : .complete
        }
    }

    private mutating func readField() throws(SpamdError) {
        if line.isEmpty { return try beginMessage() }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
            throw .badField("header not in 'Name: value' format")
        }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        func value() -> String {
            String(decoding: line[(colon + 1)...].prefix(1_024), as: UTF8.self).trimmingBlanks
        }
        switch name {
        case "content-length":
            guard let length = Int(value()), length >= 0 else { throw .badField("Content-Length is no number") }
            request?.contentLength = length
        case "user": request?.user = value()
        case "queue-id": request?.queueID = value()
        case "compress":
            guard value() == "zlib" else { throw .badField("compression type not supported") }
            request?.isCompressed = true
        case "message-class": request?.messageClass = value().lowercased()
        case "set": request?.setsLocal = value().lowercased().contains("local")
        case "remove": request?.removesLocal = value().lowercased().contains("local")
        case "spreu": request?.wantsStatus = value() == "status"
        default: break
        }
    }

    private mutating func beginMessage() throws(SpamdError) {
        guard let request, request.command.hasMessage else {
            state = .complete
            return
        }
        if request.isCompressed {
            guard request.contentLength != nil else {
                throw .unavailable("Compress requires Content-length header")
            }
            inflater = ZlibInflater()
        }
        state = request.contentLength == 0 ? .complete : .message
    }

    private mutating func readMessage(_ piece: UnsafeRawBufferPointer) throws(SpamdError) {
        let count = min(piece.count, request?.contentLength.map { $0 - bodyBytes } ?? piece.count)
        let part = UnsafeRawBufferPointer(rebasing: piece[..<count])
        bodyBytes += count
        if let inflater {
            guard inflater.inflate(part, into: &message) else { throw .damagedCompression }
        } else {
            message.append(part)
        }
        guard let length = request?.contentLength, bodyBytes == length else { return }
        if let inflater, !inflater.isFinished, message.isWhole { throw .damagedCompression }
        state = .complete
    }
}
