// SPDX-License-Identifier: Apache-2.0
package import MailServerConfiguration

/// Where a filter listens, and what answers there.
package struct FilterFacts: Sendable {
    /// What is at an address.
    package enum Answer: Sendable, Equatable {
        /// Nobody asked.
        case notAsked
        /// There is no socket.
        case missing
        /// Nobody listens, in the system's words.
        case silent(String)
        /// This user may not ask.
        case notAllowed
        /// Something else answers.
        case stranger
        /// It answers, without saying which model it has.
        case alive
        /// It has no model.
        case noModel
        /// It has a model.
        case model(String)
    }

    /// A protocol.
    package struct Listener: Sendable, Equatable {
        /// `milter`, `spamd`, `http`.
        package var name: String
        /// `unix:/path` or `host:port`.
        package var address: String
        /// What answers.
        package var answer: Answer

        /// Makes one.
        package init(name: String, address: String, answer: Answer) {
            (self.name, self.address, self.answer) = (name, address, answer)
        }

        /// The path of its socket; nil: it is a port.
        package var path: String? { address.hasPrefix("unix:") ? String(address.dropFirst(5)) : nil }
    }

    /// Its protocols.
    package var listeners: [Listener] = []
    /// Whether the brake is on, which has to see what users submit.
    package var hasBrake = false
    /// Below which folder Postfix' paths lie; empty: they are this machine's.
    package var root = ""

    /// Makes facts of a filter that listens nowhere.
    package init() {}

    /// The milter.
    package var milter: Listener? { listeners.first { $0.name == "milter" } }
}

/// Dovecot, and what it runs for everybody.
package struct DovecotFacts: Sendable {
    /// What `doveconf -n` prints.
    package var configuration: DovecotConfiguration
    /// Sieve scripts that are run for every message, by path.
    package var scripts: [Script] = []
    /// Scripts that rules of IMAPSieve name, and programs that these may pipe to.
    package var feedbackScripts: [Script] = []
    /// Programs in `sieve_pipe_bin_dir` that scripts pipe to: whether each is there and anybody may run it.
    package var programs: [(path: String, isUsable: Bool)] = []
    /// Whether Postfix delivers by `dovecot-lda`.
    package var deliversByProgram = false
    /// Groups that exist, among those that Dovecot names.
    package var groups: Set<String> = []
    /// The patterns of accounts that stay closed.
    package var excluded: [String] = []

    /// A script.
    package struct Script: Sendable {
        /// Its path.
        package var path: String
        /// What it says; nil: there is none.
        package var text: String?

        /// Makes one.
        package init(path: String, text: String?) { (self.path, self.text) = (path, text) }
    }

    /// Makes facts of what `doveconf` printed.
    package init(_ configuration: DovecotConfiguration) { self.configuration = configuration }
}
