// SPDX-License-Identifier: Apache-2.0
package import NIOCore

/// What takes a message's pieces as a ``SpamdRequestParser`` finds them.
package protocol SpamdRequestSink {
    /// Whether there is room for what came in front of the message.
    ///
    /// - Parameter bytes: All of it so far; it is asked whenever there is more.
    mutating func hold(headBytes bytes: Int) -> Bool

    /// Takes a recipient (`Rcpt`), as the client writes it; Exim's `variant=rspamd` names each.
    mutating func add(recipient: String)

    /// Takes a piece of the message as it was sent: with ``SpamdRequest/isCompressed`` of its compressed form.
    mutating func append(_ piece: ByteBuffer)
}

extension SpamdRequestSink {
    /// Takes nobody.
    package mutating func add(recipient: String) {}
}

/// Reads one request of the spamd protocol from bytes that come in pieces of any size.
///
///     var parser = SpamdRequestParser(...)
///     try parser.read(&buffer)            // as often as something comes
///     try parser.end()                    // when the client says that nothing more comes
///     if parser.isComplete { ... parser.request, parser.sink ... }
///
/// A connection carries one request; what comes behind it is left in the buffer.
///
/// - Shape: Keeps one line in front of the message at a time, and that is no longer than all of them may be.
/// - SeeAlso: spamd/PROTOCOL of Apache SpamAssassin.
package struct SpamdRequestParser<Sink: SpamdRequestSink> {
    private enum State {
        case requestLine
        case fields
        case message
        case complete
    }

    /// What was asked for; nil before the first line is whole.
    package private(set) var request: SpamdRequest?
    /// What took the message.
    package private(set) var sink: Sink
    private var state = State.requestLine
    private var line: [UInt8] = []
    private var headBytes = 0
    private var bodyBytes = 0
    private let headLimit: Int
    /// The longest first line that is looked at, in bytes with its line end.
    private static var maxRequestLineBytes: Int { 82 }
    /// The bytes of a field's value that are looked at.
    private static var maxValueBytes: Int { 1_024 }

    /// Makes a parser.
    ///
    /// - Parameters:
    ///   - headLimit: The most bytes in front of the message. Exim names every recipient there.
    ///   - sink: What takes the message.
    package init(headLimit: Int, sink: Sink) {
        self.headLimit = headLimit
        self.sink = sink
    }

    /// Whether the request is whole.
    package var isComplete: Bool { state == .complete }
    /// Whether any byte came.
    package var hasBegun: Bool { headBytes > 0 }

    /// Takes the next bytes: all of them, but for what is behind the request.
    ///
    /// - Throws: ``SpamdError`` with what the client is to be told; nothing may be read after it.
    package mutating func read(_ buffer: inout ByteBuffer) throws(SpamdError) {
        while buffer.readableBytes > 0, state == .requestLine || state == .fields {
            let bytes = buffer.readableBytesView
            let end = bytes.firstIndex(of: 0x0A)
            let part = bytes[..<(end ?? bytes.endIndex)]
            let count = part.count + (end == nil ? 0 : 1)
            headBytes += count
            guard headBytes <= headLimit, state != .requestLine || headBytes <= Self.maxRequestLineBytes else {
                throw .headTooLong
            }
            guard sink.hold(headBytes: headBytes) else { throw .tryLater("too much mail at once") }
            line.append(contentsOf: part)
            buffer.moveReaderIndex(forwardBy: count)
            guard end != nil else { return }
            if line.last == 0x0D { line.removeLast() }
            if state == .requestLine { try readRequestLine() } else { try readField() }
            line.removeAll(keepingCapacity: true)
        }
        if state == .message { readMessage(&buffer) }
    }

    /// Notes that nothing more comes.
    ///
    /// - Throws: ``SpamdError/cutShort`` or ``SpamdError/lengthMismatch(expected:got:)`` when the request is not whole.
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
            let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
            let bytes = line[(colon + 1)...].prefix(Self.maxValueBytes).drop(while: isBlank)
            let end = bytes.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? bytes.startIndex
            return String(decoding: bytes[..<end], as: UTF8.self)
        }
        switch name {
        case "content-length":
            guard let length = Int(value()), length >= 0 else { throw .badField("Content-Length is no number") }
            request?.contentLength = length
        case "user": request?.user = value()
        case "rcpt": sink.add(recipient: value())
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
        guard !request.isCompressed || request.contentLength != nil else {
            throw .unavailable("Compress requires Content-length header")
        }
        state = request.contentLength == 0 ? .complete : .message
    }

    private mutating func readMessage(_ buffer: inout ByteBuffer) {
        let count = min(buffer.readableBytes, request?.contentLength.map { $0 - bodyBytes } ?? buffer.readableBytes)
        guard count > 0, let piece = buffer.readSlice(length: count) else { return }
        bodyBytes += count
        sink.append(piece)
        if bodyBytes == request?.contentLength { state = .complete }
    }
}
