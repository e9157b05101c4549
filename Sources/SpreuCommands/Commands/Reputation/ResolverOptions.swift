// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import Glibc
import MailServerConfiguration
import NameLookup
import NightlyBatch
import SenderReputation

/// Whether names are asked for, and of whom.
struct ResolverOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Ask this resolver, over the network: an address, 'ADDRESS@PORT', or 'system' for those of /etc/resolv.conf. \
            (default: nothing is asked)
            """, valueName: "address"))
    var resolver: String?

    @Option(
        help: ArgumentHelp(
            """
            Where is kept what lists said, and how often each was asked today. (default: 'lists' in the state folder, \
            $XDG_STATE_HOME/spreu)
            """, valueName: "file"))
    var listState: String?

    func validate() throws {
        guard let resolver, resolver != "system", Resolver(server: resolver) == nil else { return }
        throw ValidationError("--resolver takes an address such as 127.0.0.1, or 'system', not \(resolver)")
    }

    /// What the configuration names for the duties, where the command line does not.
    mutating func take(_ settings: DutySettings) {
        resolver = resolver ?? settings.resolver
        listState = listState ?? settings.listState
    }

    /// Who is asked; nil: nobody.
    func open() -> Resolver? { resolver.flatMap { Resolver(server: $0 == "system" ? nil : $0) } }

    /// Whom the resolver is, as it is shown.
    var name: String { resolver == "system" ? "/etc/resolv.conf" : resolver ?? "" }

    /// The public resolver that is asked, which lists do not answer; nil: it is none.
    func publicName(_ system: ResolverFile?) -> String? {
        let addresses = resolver == "system" ? system?.servers.map(\.address) ?? [] : [open()?.address ?? ""]
        return addresses.lazy.compactMap { PublicResolver.name(of: $0) }.first
    }

    /// The file of what lists said; its folder is made where it has its default place.
    fileprivate func statePath() throws(Failure) -> String {
        if let listState { return listState }
        let base: String
        if let state = Environment.value("XDG_STATE_HOME"), state.hasPrefix("/") {
            base = state
        } else if let home = Environment.value("HOME") {
            base = home + "/.local/state"
        } else {
            throw Failure(.usage, "no place for what lists say: HOME is not set; give --list-state FILE")
        }
        for end in base.indices.filter({ base[$0] == "/" && $0 > base.startIndex }) {
            mkdir(String(base[..<end]), 0o755)
        }
        mkdir(base, 0o755)
        mkdir(base + "/spreu", 0o700)
        return base + "/spreu/lists"
    }
}

/// Lists that are asked, one command at a time, with the file of what they said.
struct ListSession {
    var asker: ListAsker
    private let path: String
    private let lock: FileLock

    init(_ options: ResolverOptions, _ resolver: Resolver, _ warnings: inout Warnings) throws(Failure) {
        path = try options.statePath()
        do throws(FileLock.Failure) {
            lock = try FileLock(path + ".lock", exclusively: true, who: "spreu reputation")
        } catch {
            switch error {
            case .held(let holder):
                throw Failure(.tryLater, "\(path): \(holder) is asking lists; run it again when it has ended")
            case .failed(let error): throw Failure(.cannotCreate, error.description)
            }
        }
        let ledger: ListLedger
        do throws(DurableFileError) {
            ledger = try ListLedger(path, now: currentTime)
        } catch {
            throw Failure(.ioFailed, error.description)
        }
        if ledger.isDamaged {
            warnings.tell("\(path): damaged, and made anew: how often lists were asked today is not known any more")
        }
        asker = ListAsker(ledger) { question throws(DNSFailure) in try resolver.ask(question) }
    }

    /// Keeps what was said; where that fails, the answers are there all the same.
    func finish(_ warnings: inout Warnings) {
        do throws(DurableFileError) {
            try asker.ledger.write(to: path)
        } catch {
            warnings.tell("\(error.description): how often lists were asked today is not kept; look at --list-state")
        }
        _ = lock
    }
}
