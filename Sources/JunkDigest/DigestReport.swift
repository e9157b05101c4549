// SPDX-License-Identifier: Apache-2.0
package import TextOutput

/// What a run of digests did: numbers, and accounts by pseudonyms; nothing of their mail.
package struct DigestReport: Sendable {
    /// An account that was told, or would be.
    package struct Account: Sendable, Equatable {
        /// What reports call it.
        package var name: String
        /// How many messages its digest is about.
        package var messages: Int
        /// The language of its digest.
        package var language: String
    }

    /// Something that kept accounts from being told, one line for all of them.
    package enum Problem: Sendable, Hashable, CaseIterable {
        /// Its Maildir, or a folder in it, could not be read.
        case unreadable
        /// Its name is none that mail can be sent to.
        case noAddress
        /// Different Maildirs have its name.
        case ambiguous
        /// Links lead to what is not its own, or other users' files lie in its Junk.
        case foreignMail
        /// The program that takes mail failed.
        case notSent
        /// The rest waits, as that program fails for everyone.
        case waiting
        /// Messages are dated in the future.
        case futureMail
        /// It was told until a time in the future.
        case futureState
    }

    /// How often something was in the way, and once how.
    package struct Count: Sendable, Equatable {
        /// How many accounts.
        package var accounts = 0
        /// The first of them.
        package var example = ""
        /// What was wrong there; empty: nothing more is known.
        package var reason = ""
    }

    /// The accounts that were told.
    package var told: [Account] = []
    /// How many had nothing new.
    package var quiet = 0
    /// How many it was too early for.
    package var early = 0
    /// How many want no digest.
    package var stopped = 0
    /// What was in the way.
    package private(set) var problems: [Problem: Count] = [:]
    /// Whether nothing was sent, only looked at.
    package var isDry = false

    mutating func note(_ problem: Problem, of account: String, _ reason: String = "") {
        if problems[problem] == nil { problems[problem] = Count(example: account, reason: reason) }
        problems[problem, default: Count()].accounts += 1
    }

    /// Whether there was something to tell, and no mail could be handed in.
    package var hasFailed: Bool { told.isEmpty && (problems[.notSent] != nil || problems[.waiting] != nil) }

    /// How many messages all digests are about.
    package var messages: Int { told.reduce(0) { $0 + $1.messages } }

    /// Lines of warning: how many, an example, what to do.
    package var warnings: [String] { Problem.allCases.compactMap { kind in problems[kind].map { kind.line($0) } } }

    /// The report for people.
    package var text: String {
        var text = ""
        if isDry {
            for account in told {
                text += "would tell \(account.name) of \(counted(account.messages, "message")) (\(account.language))\n"
            }
        }
        let verb = isDry ? "would be sent" : "sent"
        text += "digests  \(counted(told.count, "mail")) \(verb), about \(counted(messages, "message"))\n"
        var others: [String] = []
        if quiet > 0 { others.append("\(grouped(quiet)) with nothing new") }
        if early > 0 { others.append("\(grouped(early)) told not long ago") }
        if stopped > 0 { others.append("\(grouped(stopped)) with a folder 'no-digest'") }
        return others.isEmpty ? text : text + "others   \(others.joined(separator: ", "))\n"
    }

    /// The report for programs.
    package var json: JSONValue {
        .object([
            "dryRun": .bool(isDry), "mails": .integer(told.count), "messages": .integer(messages),
            "nothingNew": .integer(quiet), "tooEarly": .integer(early), "stopped": .integer(stopped),
            "told": .array(
                told.map {
                    .object([
                        "account": .string($0.name), "messages": .integer($0.messages),
                        "language": .string($0.language),
                    ])
                }),
            "problems": .array(
                Problem.allCases.compactMap { kind in
                    problems[kind].map { count in
                        .object([
                            "kind": .string("\(kind)"), "accounts": .integer(count.accounts),
                            "example": .string(count.example), "reason": .string(count.reason),
                        ])
                    }
                }),
        ])
    }
}

extension DigestReport.Problem {
    /// One line for all accounts of a problem.
    fileprivate func line(_ count: DigestReport.Count) -> String {
        let (what, remedy) = sentences
        let which =
            count.accounts == 1 ? count.example : "\(grouped(count.accounts)) accounts, such as \(count.example)"
        return "\(which): \(what)\(count.reason.isEmpty ? "" : " (\(count.reason))"); \(remedy)"
    }

    private var sentences: (what: String, remedy: String) {
        switch self {
        case .unreadable:
            ("not all of the mailbox could be read", "let this user read it, or name the account under 'except'")
        case .noAddress:
            ("no address is known, so no digest was sent", "name the account under 'except' of 'digest'")
        case .ambiguous:
            (
                "several Maildirs have this name, so no digest was sent",
                "write 'maildirs' with a wildcard for the domain, so that names tell them apart"
            )
        case .foreignMail:
            (
                "Junk has links to what lies elsewhere, or files of another user, which are not opened",
                "see what put them there: a link may lead to somebody else's mail"
            )
        case .notSent: ("the digest was not sent", "it is tried again in the next run")
        case .waiting:
            ("not tried, as no mail can be handed in", "repair the mail server's sendmail, then run it again")
        case .futureMail:
            (
                "mail in Junk is dated in the future",
                "it is told when that time comes; check the clock of the mail server"
            )
        case .futureState:
            ("told until a time in the future, so not now", "check the clock; if it is right, remove the file 'told'")
        }
    }
}
