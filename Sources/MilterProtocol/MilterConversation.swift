// SPDX-License-Identifier: Apache-2.0
package import NIOCore

/// What takes a message's pieces as a ``MilterConversation`` hears them.
package protocol MilterMessageSink: Sendable {
    /// Takes a header field, in the message's order.
    ///
    /// - Parameter value: As ``MilterCommand/header(name:value:)`` has it.
    mutating func addField(name: [UInt8], value: [UInt8])

    /// Takes a piece of the body.
    ///
    /// - Returns: false once no more of it is wanted: it is not called again for this message.
    mutating func addBody(_ piece: ByteBuffer) -> Bool

    /// Notes that the message is whole; nothing comes after it.
    mutating func end()
}

/// One milter connection as a value: what the MTA says goes in, what is to be done comes out; no input or output.
///
///     negotiate -> (connect -> helo -> (mail -> header* -> endOfHeader -> body* -> endOfMessage)* -> quit...)*
///
/// Macros come before the command they belong to, and only when they have changed: they stay for the connection,
/// but for those of one message. MTAs leave out what was agreed on, so only the negotiation's place is insisted on.
///
/// - Shape: What is kept of a message is the sink's; of the connection, the few words of ``MilterTransaction``, each
///   within its bound.
package struct MilterConversation<Message: MilterMessageSink>: Sendable {
    /// What is to be done.
    package enum Action: Sendable {
        /// Nothing.
        case none
        /// The reply is sent.
        case reply(MilterReply)
        /// The message is decided on, replies that end it are sent, and ``MilterConversation/finishMessage()`` is called.
        case endOfMessage(Message, MilterTransaction)
        /// The connection is closed.
        case close
    }

    private let negotiation: MilterNegotiation
    private let sorted: @Sendable (String) -> MilterRecipient
    private let makeMessage: @Sendable (MilterTransaction, MilterOptions) -> Message
    /// What was agreed on; nil before.
    package private(set) var options: MilterOptions?
    /// What is known of the server, the client and the message.
    package private(set) var transaction = MilterTransaction()
    /// Whether a message has begun that is not finished.
    package private(set) var isInMessage = false
    private var message: Message?
    private var isSkipping = false

    /// Begins a connection.
    ///
    /// - Parameters:
    ///   - negotiation: What the filter would like.
    ///   - sorted: What the filter has to know of a recipient, by its address.
    ///   - makeMessage: Makes what collects a message, at its first field or piece of body: of what is known by then of its
    ///     transaction, and of what was agreed on.
    package init(
        _ negotiation: MilterNegotiation,
        sorted: @escaping @Sendable (String) -> MilterRecipient = { _ in MilterRecipient() },
        makeMessage: @escaping @Sendable (MilterTransaction, MilterOptions) -> Message
    ) {
        self.negotiation = negotiation
        self.sorted = sorted
        self.makeMessage = makeMessage
    }

    /// Takes a command.
    ///
    /// - Throws: ``MilterProtocolError/outOfOrder`` when the MTA negotiates a second time, or does anything but quit
    ///   before; the connection has to be closed.
    package mutating func handle(_ command: MilterCommand) throws(MilterProtocolError) -> Action {
        if case .negotiate(let offer) = command {
            guard options == nil else { throw .outOfOrder }
            let answer = negotiation.answer(to: offer)
            options = answer
            return .reply(.options(answer, macros: negotiation.macros))
        }
        guard let options else {
            if case .quit = command { return .close }
            throw .outOfOrder
        }
        func answer(unless step: MilterSteps) -> Action { options.steps.contains(step) ? .none : .reply(.proceed) }
        switch command {
        case .negotiate: return .none
        case .macros(let letter, let values):
            transaction.take(values, isMail: letter == UInt8(ascii: "M"))
            return .none
        case .connect(let host, let address):
            finishMessage()
            transaction.connect(name: host, address: address)
            return answer(unless: .noReplyToConnect)
        case .helo(let name):
            transaction.greet(name)
            return answer(unless: .noReplyToHelo)
        case .mail(let sender):
            beginMessage()
            transaction.begin(from: sender)
            return answer(unless: .noReplyToMail)
        case .recipient(let address):
            transaction.add(recipient: address, sorted(address))
            return answer(unless: .noReplyToRecipient)
        case .data: return answer(unless: .noReplyToData)
        case .unknown: return answer(unless: .noReplyToUnknown)
        case .header(let name, let value):
            withMessage(options) { $0.addField(name: name, value: value) }
            return answer(unless: .noReplyToHeader)
        case .endOfHeader:
            withMessage(options) { _ in }
            return answer(unless: .noReplyToEndOfHeader)
        case .body(let piece): return take(body: piece, options)
        case .endOfMessage(let piece):
            if piece.readableBytes > 0 { _ = take(body: piece, options) }
            return endOfMessage(options)
        case .abort:
            finishMessage()
            return .none
        case .quitForNewConnection:
            finishMessage()
            transaction.connect(name: nil, address: nil)
            return .none
        case .quit: return .close
        }
    }

    /// Forgets the message, which was decided on; the conversation then waits for the next.
    package mutating func finishMessage() {
        message = nil
        isInMessage = false
        isSkipping = false
        transaction.endMessage()
    }

    private mutating func beginMessage() {
        // What came between the last message and this MAIL is this one's.
        message = nil
        isSkipping = false
        isInMessage = true
        transaction.beginMessage()
    }

    private mutating func withMessage<Result>(
        _ options: MilterOptions, _ body: (inout Message) -> Result
    ) -> Result {
        isInMessage = true
        // Taken out, so that its bytes have one owner and are not copied.
        var current = message.take() ?? makeMessage(transaction, options)
        defer { message = current }
        return body(&current)
    }

    private mutating func take(body piece: ByteBuffer, _ options: MilterOptions) -> Action {
        let wantsMore = isSkipping ? false : withMessage(options) { $0.addBody(piece) }
        if !wantsMore { isSkipping = true }
        if options.steps.contains(.noReplyToBody) { return .none }
        return .reply(!wantsMore && options.steps.contains(.skip) ? .skip : .proceed)
    }

    private mutating func endOfMessage(_ options: MilterOptions) -> Action {
        isInMessage = true
        var whole = message.take() ?? makeMessage(transaction, options)
        whole.end()
        return .endOfMessage(whole, transaction)
    }
}

/// Why a connection cannot go on: the MTA broke the protocol.
package enum MilterProtocolError: Error, Equatable {
    /// A command came before the options were agreed on, or these a second time.
    case outOfOrder
}
