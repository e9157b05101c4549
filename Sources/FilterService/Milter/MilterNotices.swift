// SPDX-License-Identifier: Apache-2.0
import Logging
import MailFeatures
import MailMessage
import MilterProtocol
import Synchronization

/// Warns the administrator, once each, about what the mail server does not let the filter do.
final class MilterNotices: Sendable {
    private let holdsSpam: Bool
    /// The hosts of the default's site settings, and of each customer's that has its own.
    private let trusts: [(owner: String, trust: TrustBoundary)]
    private let hasBrake: Bool
    private let told = Mutex<Set<String>>([])

    init(configuration: FilterConfiguration) {
        holdsSpam = ([configuration] + configuration.customers.map(\.own)).contains { $0.policy.quarantineAt != nil }
        trusts =
            [("", configuration.reading.site.trust)]
            + configuration.customers.map { (" of customer '\($0.name)'", $0.own.reading.site.trust) }
        hasBrake = configuration.brake != nil
    }

    func check(_ options: MilterOptions, logger: Logger) {
        if !options.actions.contains(.addHeaders) {
            tell("the mail server does not let the filter add header fields: messages are not tagged", logger)
        }
        if !options.actions.contains(.changeHeaders) {
            tell("the mail server does not let the filter delete header fields: forged ones stay", logger)
        }
        if holdsSpam, !options.actions.contains(.quarantine) {
            tell("the mail server does not let the filter quarantine: such messages are only tagged", logger)
        }
        if hasBrake, !options.actions.contains(.quarantine) {
            tell(
                "the mail server does not let the filter put mail on hold: the brake only tells what it would hold",
                logger)
        }
    }

    func check(serverName: String, logger: Logger) {
        for (owner, trust) in trusts where !trust.hosts.isEmpty && !trust.isOwn(host: serverName) {
            tell(
                "the mail server calls itself \(serverName), which 'site.hosts'\(owner) does not name: add it, here and for 'spreu train'",
                logger)
        }
    }

    private func tell(_ notice: String, _ logger: Logger) {
        // Clients can call themselves whatever they like.
        let isNew = told.withLock { $0.count < 100 && $0.insert(notice).inserted }
        if isNew { logger.warning("\(notice)") }
    }
}
