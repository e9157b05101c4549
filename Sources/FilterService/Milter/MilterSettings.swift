// SPDX-License-Identifier: Apache-2.0
import Announcements
import MailFeatures
import MailMessage
package import MilterProtocol
import OutgoingBrake
import SenderLists

/// What all milter connections have in common.
package struct MilterSettings: Sendable {
    /// What the filter would like of an MTA: to tag, to delete forged fields and to hold spam, and little talk.
    package static let negotiation = MilterNegotiation(
        actions: [.addHeaders, .changeHeaders, .quarantine, .setMacros],
        steps: [
            .noRecipients, .noUnknown, .noData, .skip, .noReplyToHeader, .noReplyToConnect, .noReplyToHelo,
            .noReplyToMail, .noReplyToRecipient, .noReplyToData, .noReplyToUnknown, .noReplyToEndOfHeader,
            .leadingSpace,
        ],
        macros: [
            MilterMacros(.connect, ["j"]), MilterMacros(.mail, ["i", "{auth_authen}"]),
            MilterMacros(.endOfMessage, ["i"]), MilterMacros(.endOfHeader, ["i"]),
        ])

    /// What the filter would like of an MTA here: the recipients, too, where a list of senders may ask for their domain, the brake
    /// counts them, or they say whose mail it is.
    package let negotiation: MilterNegotiation
    /// What is done with messages.
    package let policy: FilterPolicy
    /// The bounds.
    package let limits: FilterLimits
    /// The mail server's name where it does not tell.
    package let hostname: String
    /// The names of this filter's own fields in lower case, in the order of ``TagFields/ownNames``.
    let ownNames: [[UInt8]]
    /// Whether the brake counts a recipient, and whose it is.
    let sorted: @Sendable (String) -> MilterRecipient
    private let domains: CustomerDomains
    private let hasBrake: Bool

    /// Makes the settings that a configuration gives.
    package init(configuration: FilterConfiguration) {
        policy = configuration.policy
        limits = configuration.limits
        hostname = configuration.reading.hostname ?? MachineName.own
        var negotiation = Self.negotiation
        hasBrake = configuration.brake != nil
        let domains = configuration.customerDomains
        self.domains = domains
        if configuration.reading.site.lists != nil || hasBrake || !domains.isEmpty {
            negotiation.steps.remove(.noRecipients)
        }
        self.negotiation = negotiation
        sorted = { [own = configuration.brake?.domains] address in
            MilterRecipient(
                isCounted: own?.isExternal(address) ?? false,
                group: domains.isEmpty ? 0 : domains.place(of: address) ?? 0)
        }
        ownNames = TagFields(policy: policy).ownNames.map { Array($0.lowercased().utf8) }
    }

    /// Where a message came from.
    func source(of transaction: MilterTransaction) -> MailSource {
        if transaction.user != nil { return .authenticated }
        guard !transaction.isLocal, let address = transaction.clientAddress else { return .local }
        return policy.source(ofClient: address)
    }

    /// Who sends a message to whom, if that is the brake's business: a login's mail, and that of clients inside; never a stranger's.
    func outgoingMail(of transaction: MilterTransaction, _ options: MilterOptions?) -> OutgoingMail? {
        guard hasBrake, transaction.countedRecipients > 0 else { return nil }
        let sender: OutgoingSender?
        switch source(of: transaction) {
        case .authenticated: sender = transaction.user.map { OutgoingSender(login: $0) }
        case .trusted, .device: sender = transaction.clientAddress.flatMap { OutgoingSender(clientAddress: $0) }
        case .outside, .relay, .local, .unknown: sender = nil
        }
        return sender.map {
            OutgoingMail(
                sender: $0, recipients: transaction.countedRecipients,
                canBeHeld: options?.actions.contains(.quarantine) ?? false)
        }
    }

    /// Whose mail a message is, by the places of ``CustomerTable``.
    ///
    /// It is the recipients', and mail from inside to no customer is the sender's. A stranger can claim to be any sender.
    func customers(of transaction: MilterTransaction) -> [Int] {
        guard !domains.isEmpty else { return [] }
        var places = RecipientPlaces(domains)
        for place in transaction.recipientGroups { places.add(place: place) }
        switch source(of: transaction) {
        case .outside, .relay, .unknown: return places.places
        case .authenticated, .trusted, .device, .local:
            let login = transaction.user.flatMap { domains.place(of: $0) == nil ? nil : $0 }
            return places.orPlace(of: login ?? transaction.sender)
        }
    }

    /// What the server says of the message beside its text.
    func envelope(of transaction: MilterTransaction) -> Envelope {
        let domains = transaction.recipientDomains
        return Envelope(
            clientAddress: transaction.isLocal ? nil : transaction.clientAddress, sender: transaction.sender,
            recipientDomain: domains.count == 1 ? domains.first : nil,
            queueID: transaction.queueID, isBeforeReceived: true)
    }

    /// What the server will write into the message's first fields.
    func hop(of transaction: MilterTransaction) -> ReceivingHop {
        var hop = ReceivingHop(serverName: transaction.serverName ?? hostname)
        if !transaction.isLocal, let address = transaction.clientAddress {
            hop.clientAddress = address
            hop.clientName = transaction.clientName
            hop.helo = transaction.helo
        }
        return hop
    }
}

extension MilterTransaction {
    /// Whether a program on the mail server itself sends the message: it has its queue id at MAIL already, and no client
    /// but the server.
    fileprivate var isLocal: Bool {
        hadQueueIDAtMail && (clientAddress.map { ListenAddress.isLoopback($0) } ?? true)
    }
}
