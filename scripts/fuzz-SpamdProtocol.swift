// SPDX-License-Identifier: Apache-2.0
// The entry point of scripts/fuzz for SpamdProtocol, compiled into one module with its sources.
import NIOCore

/// Takes one input for a request: at once and in small pieces it is the same, or refused with the same words.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let whole = parse(input, piece: .max)
    for piece in [1, 7] {
        let dripped = parse(input, piece: piece)
        precondition(dripped.request == whole.request && dripped.message == whole.message)
        precondition(dripped.error == whole.error)
    }
    if let error = whole.error { check(SpamdReply(error)) }
    if let request = whole.request { reply(to: request, whole.message) }
    return 0
}

/// Keeps all of a message.
private struct Collector: SpamdRequestSink {
    var message: [UInt8] = []
    var headBytes = 0

    mutating func hold(headBytes bytes: Int) -> Bool {
        precondition(bytes > headBytes)
        headBytes = bytes
        return true
    }

    mutating func append(_ piece: ByteBuffer) {
        precondition(piece.readableBytes > 0)
        message += piece.readableBytesView
    }
}

private func parse(
    _ input: [UInt8], piece: Int
) -> (request: SpamdRequest?, message: [UInt8], error: SpamdError?) {
    let headLimit = 1_000
    var parser = SpamdRequestParser(headLimit: headLimit, sink: Collector())
    var rest = ByteBuffer(bytes: input)
    do throws(SpamdError) {
        while var next = rest.readSlice(length: min(piece, rest.readableBytes)), next.readableBytes > 0 {
            try parser.read(&next)
            precondition(parser.isComplete || next.readableBytes == 0)
        }
        try parser.end()
        precondition(parser.isComplete && parser.sink.headBytes <= headLimit)
        if let length = parser.request?.contentLength, parser.request?.command.hasMessage == true {
            precondition(parser.sink.message.count == length)
        }
        return (parser.request, parser.sink.message, nil)
    } catch {
        return (parser.request, parser.sink.message, error)
    }
}

private func reply(to request: SpamdRequest, _ message: [UInt8]) {
    let verdict = SpamdReply.Verdict(
        isSpam: message.count % 2 == 0, points: Double(message.count), threshold: 5, rejectPoints: 15, action: "reject",
        symbols: ["A", "B"], report: ["one", "two"])
    check(SpamdReply(to: request, verdict, rewritten: message))
}

/// Every reply begins with a line of its own.
private func check(_ reply: SpamdReply) {
    let text = reply.buffer.readableBytesView
    precondition(text.starts(with: "SPAMD/1.".utf8) || text.starts(with: "RSPAMD/1.".utf8))
    precondition(text.contains(13))
}
