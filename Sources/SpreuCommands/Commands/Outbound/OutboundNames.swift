// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import NightlyBatch
import ServerAlarms
import TextOutput

/// What sources are called in a report: people by their pseudonyms, machines by their addresses.
///
/// Where no store has a pseudonym, logins are numbered in the order in which the report names them.
struct OutboundNames {
    private let watched: WatchedNames?
    private let showsNames: Bool
    private var numbers: [UInt64: Int] = [:]

    init(_ configuration: NightlyConfiguration?) {
        watched = configuration.map(WatchedNames.init)
        showsNames = configuration?.people == .names
    }

    /// Whether a source is counted in totals only.
    func isExcluded(_ source: ActivitySource) -> Bool { watched?.isExcluded(source) ?? false }

    /// What a source is called.
    mutating func name(of key: UInt64, _ source: ActivitySource?) -> String {
        guard let source else { return "?" }
        if let known = watched?.identity(of: key, source).pseudonym {
            if source.kind != .login || showsNames || !known.hasPrefix("login ") { return known }
        }
        switch source.kind {
        case .login: break
        case .client: return "client \(source.name.forTerminal())"
        case .script: return "uid \(source.name.forTerminal())"
        }
        let number = numbers[key] ?? numbers.count + 1
        numbers[key] = number
        return "login \(number)"
    }
}
