// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailDuties
import MailServerLogs
import NightlyBatch
import SenderReputation
import ServerAlarms

/// What is found at the site's names and addresses, as `spreu reputation self` finds it.
struct DutyNames {
    let configuration: NightlyConfiguration
    let options: ServerOptions

    /// Checks by zones, Postfix and the signer; with a resolver also by what it and block lists say.
    func report(_ resolving: ResolverOptions, _ warnings: inout Warnings) -> Known<StandingReport> {
        do {
            var files = StandingFiles()
            try files.readZones(options.dnsZone)
            let postfix = options.postfix ?? place("/etc/postfix")
            // Below another root this machine's own files say nothing.
            if postfix != nil || options.root == nil { try files.readPostfix(postfix) }
            files.take(domains: [], addresses: [], hello: nil)
            if files.facts.domains.isEmpty { files.take(domains: domains, addresses: [], hello: nil) }
            guard !files.facts.domains.isEmpty else { return .missing(DutyGap(.noDomains)) }
            let signer = place("/etc/opendkim.conf")
            if signer != nil || options.root == nil { try files.readSigner(signer) }
            if options.root == nil { try files.readCertificate(nil) }
            return .known(try files.report(resolving, &warnings))
        } catch {
            return .missing(
                DutyGap(.names, Failure(error)?.description ?? (error as? Failure)?.description ?? "\(error)"))
        }
    }

    /// A path below the folder in which the server's files lie; nil: there is no such folder, or no such path in it.
    private func place(_ path: String) -> String? {
        options.root.map { $0 + path }.flatMap { FileStatus($0) == nil ? nil : $0 }
    }

    private var domains: [String] {
        // One that stands for all below it is no name.
        (configuration.alarms?.site.domains ?? []).filter { !$0.hasPrefix(".") }
    }
}
