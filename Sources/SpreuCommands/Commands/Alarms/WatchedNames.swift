// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailServerLogs
import NightlyBatch
import ServerAlarms
import TextOutput
import TrainingStore

/// What sources are called: people by the pseudonyms of the night's reports, machines by their addresses.
struct WatchedNames {
    private let configuration: NightlyConfiguration
    private let accounts: AccountNames?
    private let users = AccountDirectory(ServerFiles(root: nil))
    /// Users below it are programs' and not people's (adduser.conf(5), `FIRST_UID`).
    private static let firstPerson: UInt32 = 1_000

    /// Takes the pseudonyms from the store; without one that can be read, logins are called by their hashes.
    init(_ configuration: NightlyConfiguration) {
        self.configuration = configuration
        accounts = (try? SiteKey.load(path: configuration.key)).flatMap { key in
            (try? StoreLocation.open(configuration.store, .watching, key: key, who: "watch")).flatMap {
                try? AccountNames($0)
            }
        }
    }

    /// Whether a source is counted in totals only.
    func isExcluded(_ source: ActivitySource) -> Bool {
        source.kind == .login && configuration.exclude.accounts.cover(login: source.name)
    }

    /// What incidents say of a source; nil: the log has not named it in this run.
    func identity(of key: UInt64, _ source: ActivitySource?) -> IncidentBook.Identity {
        let hash = String(key, radix: 16).prefix(6)
        guard let source else {
            return IncidentBook.Identity(kind: "login", pseudonym: "source \(hash)", name: nil)
        }
        var name = source.name.forTerminal()
        let pseudonym: String
        switch source.kind {
        case .login where configuration.people == .names: pseudonym = name
        case .login: pseudonym = accounts?.pseudonym(of: source.name) ?? "login \(hash)"
        case .client: pseudonym = "client \(name)"
        case .script:
            let number = "uid \(name)"
            name = number
            let user = UInt32(source.name)
            if let user, case let called = users.userName(user), !called.hasPrefix("#") {
                name = "\(called) (\(number))".forTerminal()
            }
            // A person's name is said only where it is asked for.
            let isProgram = user.map { $0 < Self.firstPerson } ?? false
            pseudonym = isProgram || configuration.people == .names ? name : number
        }
        return IncidentBook.Identity(kind: source.kind.rawValue, pseudonym: pseudonym, name: name)
    }
}
