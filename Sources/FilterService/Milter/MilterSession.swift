// SPDX-License-Identifier: Apache-2.0
import MailMessage
import NIOCore
import TextOutput

/// One milter connection as a value: what the MTA says goes in, what is to be done comes out; no input or output.
///
///     negotiate -> (connect -> helo -> (mail -> header* -> endOfHeader -> body* -> endOfMessage)* -> quit...)*
///
/// Macros come before the command they belong to, and only when they have changed: they stay for the connection,
/// but for those of one message.
public struct MilterSession: Sendable {
    /// What is to be done.
    public enum Action: Sendable {
        /// Nothing.
        case none
        /// The reply is sent.
        case reply(MilterReply)
        /// The message is scored, and what ``MilterSession/finish(_:_:)`` says is sent.
        case score(MilterMail)
        /// The connection is closed.
        case close
    }

    /// Why a connection cannot go on: the MTA broke the protocol.
    public enum ProtocolError: Error, Equatable {
        /// A command came before the options were agreed on, or these a second time.
        case outOfOrder
    }

    private let settings: MilterSettings
    private let memory: MemoryBudget
    private var agreed: MilterOptions?
    /// The mail server's own name, once it told.
    public private(set) var serverName: String?
    private var client = Client()
    private var queueID: String?
    /// Whether the message has its queue id at MAIL already, and no client but the server itself.
    ///
    /// Postfix gives a message from the network its queue id after the first recipient, and one from a program on the
    /// server, for which it plays a client at the loopback address, before MAIL.
    private var isLocal = false
    private var isInMessage = false
    private var message: MilterMessage?
    private var isSkipping = false

    private struct Client {
        var host: String?
        var address: String?
        var helo: String?
        /// Who logged in; it stays for further messages.
        var user: String?
    }

    /// Begins a connection.
    public init(settings: MilterSettings, memory: MemoryBudget) {
        self.settings = settings
        self.memory = memory
    }

    /// Whether the connection can end without harm to a message.
    public var isBetweenMessages: Bool { !isInMessage }

    /// What was agreed on; nil before.
    public var options: MilterOptions? { agreed }

    /// Takes a command.
    public mutating func handle(_ command: MilterCommand) throws(ProtocolError) -> Action {
        if case .negotiate(let offer) = command {
            guard agreed == nil else { throw .outOfOrder }
            let answer = offer.answer()
            agreed = answer
            return .reply(.options(answer))
        }
        guard let agreed else {
            if case .quit = command { return .close }
            throw .outOfOrder
        }
        func answer(unless step: MilterSteps) -> Action { agreed.steps.contains(step) ? .none : .reply(.proceed) }
        switch command {
        case .negotiate: return .none
        case .macros(let letter, let values):
            take(values, for: letter)
            return .none
        case .connect(let host, let address):
            client = Client(host: host, address: address)
            endMessage()
            return answer(unless: .noReplyToConnect)
        case .helo(let name):
            client.helo = name
            return answer(unless: .noReplyToHelo)
        case .mail:
            beginMessage()
            return answer(unless: .noReplyToMail)
        case .recipient: return answer(unless: .noReplyToRecipient)
        case .data: return answer(unless: .noReplyToData)
        case .unknown: return answer(unless: .noReplyToUnknown)
        case .header(let name, let value):
            withMessage { $0.addField(name: name, value: value) }
            return answer(unless: .noReplyToHeader)
        case .endOfHeader:
            withMessage { _ in }
            return answer(unless: .noReplyToEndOfHeader)
        case .body(let piece): return take(body: piece, agreed.steps)
        case .endOfMessage(let piece):
            if piece.readableBytes > 0 { _ = take(body: piece, agreed.steps) }
            return .score(endOfMessage())
        case .abort:
            endMessage()
            return .none
        case .quitForNewConnection:
            endMessage()
            client = Client()
            return .none
        case .quit: return .close
        }
    }

    /// Says what the MTA is told of a message that was scored; the session then waits for the next.
    package mutating func finish(_ mail: MilterMail, _ judgement: Judgement) -> [MilterReply] {
        defer { endMessage() }
        return MilterVerdict(settings: settings, options: agreed).replies(
            to: mail, outcome: judgement.outcome, disposition: judgement.action)
    }

    // MARK: - Macros

    private mutating func take(_ values: [String: String], for letter: UInt8) {
        // No host's name is longer (RFC 1035).
        if let name = values["j"], !name.isEmpty { serverName = name.prefix(bytes: 255) }
        if let id = values["i"], !id.isEmpty { queueID = id }
        if letter == UInt8(ascii: "M") { client.user = values["auth_authen"].flatMap { $0.isEmpty ? nil : $0 } }
    }

    // MARK: - Messages

    private mutating func beginMessage() {
        // What came between the last message and this MAIL is this one's.
        message = nil
        isSkipping = false
        isInMessage = true
        isLocal = isLoopback && queueID != nil
    }

    private var isLoopback: Bool { client.address.map { ListenAddress.isLoopback($0) } ?? true }

    private mutating func endMessage() {
        message = nil
        queueID = nil
        isInMessage = false
        isSkipping = false
        isLocal = false
    }

    private mutating func withMessage<Result>(_ body: (inout MilterMessage) -> Result) -> Result {
        isInMessage = true
        if var current = message {
            // Taken out, so that its bytes have one owner and are not copied.
            message = nil
            defer { message = current }
            return body(&current)
        }
        var new = MilterMessage(
            hop: hop, ownNames: settings.ownNames, hasLeadingSpace: agreed?.steps.contains(.leadingSpace) ?? false,
            limits: settings.limits, lease: memory.lease())
        defer { message = new }
        return body(&new)
    }

    private mutating func take(body piece: ByteBuffer, _ steps: MilterSteps) -> Action {
        let wantsMore = isSkipping ? false : withMessage { $0.addBody(piece) }
        if !wantsMore { isSkipping = true }
        if steps.contains(.noReplyToBody) { return .none }
        return .reply(!wantsMore && steps.contains(.skip) ? .skip : .proceed)
    }

    private mutating func endOfMessage() -> MilterMail {
        var submitted: SubmittedMessage?
        var forged: [Int] = []
        var subject: [UInt8]?
        withMessage { message in
            forged = message.forged
            subject = message.subject
            submitted = message.finish()
        }
        return MilterMail(
            message: submitted ?? SubmittedMessage(whole: [], limit: 0), source: source,
            queueID: queueID, forged: forged, subject: subject)
    }

    private var source: MailSource {
        if client.user != nil { return .authenticated }
        if isLocal || client.address == nil { return .local }
        if let address = client.address, settings.policy.trustedNetworks.contains(where: { $0.contains(address) }) {
            return .trusted
        }
        return .outside
    }

    /// What the server will write into the message's first fields.
    private var hop: ReceivingHop {
        var hop = ReceivingHop(serverName: serverName ?? settings.hostname)
        if !isLocal, let address = client.address {
            hop.clientAddress = address
            hop.clientName = client.host
            hop.helo = client.helo
        }
        return hop
    }
}
