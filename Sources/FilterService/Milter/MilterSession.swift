// SPDX-License-Identifier: Apache-2.0
package import MilterProtocol

/// What the filter does on one milter connection: which messages are scored, and what their MTA is then told.
package struct MilterSession: Sendable {
    /// What to do.
    package enum Action: Sendable {
        /// Nothing.
        case none
        /// The reply is sent.
        case reply(MilterReply)
        /// The message is scored, and what ``MilterSession/finish(_:_:)`` says is sent.
        case score(MilterMail)
        /// The connection is closed.
        case close
    }

    private let settings: MilterSettings
    private var conversation: MilterConversation<MilterMessage>

    /// Begins a connection.
    package init(settings: MilterSettings, memory: ConnectionMemory) {
        self.settings = settings
        conversation = MilterConversation(
            settings.negotiation, sorted: settings.sorted
        ) { transaction, options in
            MilterMessage(
                hop: settings.hop(of: transaction), ownNames: settings.ownNames,
                hasLeadingSpace: options.steps.contains(.leadingSpace), limits: settings.limits, lease: memory.lease())
        }
    }

    /// Whether the connection can end without harm to a message.
    package var isBetweenMessages: Bool { !conversation.isInMessage }

    /// The mail server's own name, once it told.
    package var serverName: String? { conversation.transaction.serverName }

    /// Takes a command.
    package mutating func handle(_ command: MilterCommand) throws(MilterProtocolError) -> Action {
        switch try conversation.handle(command) {
        case .none: .none
        case .reply(let reply): .reply(reply)
        case .endOfMessage(let message, let transaction): .score(mail(message, transaction))
        case .close: .close
        }
    }

    private func mail(_ message: MilterMessage, _ transaction: MilterTransaction) -> MilterMail {
        var submitted = message.submitted
        submitted.envelope = settings.envelope(of: transaction)
        return MilterMail(
            message: submitted, source: settings.source(of: transaction),
            customers: settings.customers(of: transaction),
            outgoing: settings.outgoingMail(of: transaction, conversation.options), queueID: transaction.queueID,
            forged: message.forged, isForgery: message.forged.reduce(0, +) > settings.limits.headerFields,
            subject: message.subject)
    }

    /// Says what the MTA is told of a message that was scored; the session then waits for the next.
    package mutating func finish(_ mail: MilterMail, _ judgement: Judgement) -> [MilterReply] {
        defer { conversation.finishMessage() }
        return MilterVerdict(options: conversation.options, policy: judgement.policy ?? settings.policy)
            .replies(to: mail, judgement)
    }
}
