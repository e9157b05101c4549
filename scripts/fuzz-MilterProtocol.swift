// SPDX-License-Identifier: Apache-2.0
// The entry point of scripts/fuzz for MilterProtocol, compiled into one module with its sources.
import NIOCore

/// Takes one input for a connection: packets with their lengths, as they come and in small pieces; and for commands of the
/// letters that there are, which gets deeper.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let whole = packets(input, piece: .max)
    for piece in [1, 7] { precondition(packets(input, piece: piece) == whole) }
    _ = talk(whole, offer: nil)
    let commands = split(input)
    let offers = [
        MilterOptions(version: 6, actions: MilterActions(rawValue: 0x1ff), steps: MilterSteps(rawValue: 0x1f_ffff)),
        MilterOptions(version: 2, actions: [], steps: []),
    ]
    // What is agreed on changes replies, never the message.
    let messages = offers.map { talk(commands, offer: $0) }
    precondition(messages[0] == messages[1])
    return 0
}

/// The packets of a stream; what comes behind a length that none has is nothing.
private func packets(_ input: [UInt8], piece: Int) -> [MilterPacket] {
    let processor = NIOSingleStepByteToMessageProcessor(MilterPacketDecoder())
    var packets: [MilterPacket] = []
    var rest = ByteBuffer(bytes: input)
    while let next = rest.readSlice(length: min(piece, rest.readableBytes)), next.readableBytes > 0 {
        guard (try? processor.process(buffer: next) { packets.append($0) }) != nil else { break }
    }
    var written = ByteBuffer()
    for packet in packets { packet.write(to: &written) }
    precondition(input.starts(with: written.readableBytesView))
    return packets
}

/// Packets of lines: a letter of the alphabet of commands, then data in which `|` stands for NUL.
private func split(_ input: [UInt8]) -> [MilterPacket] {
    let letters = Array("ODCHMRTLNBEAQKU".utf8)
    return input.split(separator: 10).map { line in
        let data = line.dropFirst().map { $0 == UInt8(ascii: "|") ? 0 : $0 }
        return MilterPacket(command: letters[Int(line[line.startIndex]) % letters.count], data: ByteBuffer(bytes: data))
    }
}

/// What a conversation told of a message.
private struct Recording: MilterMessageSink, Equatable {
    var fields: [[UInt8]] = []
    var body: [UInt8] = []
    var wantsMore = true
    var isEnded = false

    mutating func addField(name: [UInt8], value: [UInt8]) {
        precondition(!isEnded && !name.isEmpty)
        fields.append(name + value)
    }

    mutating func addBody(_ piece: ByteBuffer) -> Bool {
        precondition(!isEnded && wantsMore)
        body += piece.readableBytesView
        wantsMore = body.count < 100
        return wantsMore
    }

    mutating func end() {
        precondition(!isEnded)
        isEnded = true
    }
}

private func talk(_ packets: [MilterPacket], offer: MilterOptions?) -> [Recording] {
    let negotiation = MilterNegotiation(
        actions: [.addHeaders, .setMacros], steps: [.skip, .noReplyToMail], macros: [MilterMacros(.connect, ["j"])])
    var conversation = MilterConversation(negotiation) { _, _ in Recording() }
    var messages: [Recording] = []
    if let offer, (try? conversation.handle(.negotiate(offer))) == nil { preconditionFailure("the offer was refused") }
    for packet in packets {
        guard let command = try? MilterCommand(packet), let action = try? conversation.handle(command) else { continue }
        precondition(conversation.options != nil || !conversation.isInMessage)
        switch action {
        case .none, .close: break
        case .reply(let reply): precondition(reply.packet.data.readableBytes < MilterPacketDecoder.maxPacketBytes)
        case .endOfMessage(let message, let transaction):
            let words = [transaction.clientName, transaction.clientAddress, transaction.helo, transaction.queueID]
            precondition(message.isEnded && words.allSatisfy { ($0 ?? "").utf8.count <= 1_024 })
            messages.append(message)
            conversation.finishMessage()
            precondition(!conversation.isInMessage)
        }
    }
    return messages
}
