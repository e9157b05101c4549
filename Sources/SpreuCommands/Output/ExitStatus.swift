// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
package import SpamModel

/// The exit codes, as `docs/exit-codes.md` lists them.
package enum ExitStatus: Int32, CaseIterable {
    /// Done; of `classify` on one message: spam.
    case done = 0
    /// `classify` on one message: ham.
    case ham = 1
    /// `classify` on one message: unsure.
    case unsure = 2
    /// `classify`: nothing is known about a message.
    case classifyError = 3
    /// Done, but some input could not be read as it should.
    case doneWithWarnings = 4
    /// `nightly`: the new model is worse on recent mail; the current one stays.
    case worseModel = 10
    /// `nightly`: the new model calls too much ham spam; the current one stays.
    case hamLoss = 11
    /// `nightly`: what was learned has collapsed; the current model stays.
    case collapsedCorpus = 12
    /// `nightly`: done, but the model that is served or the labels are stale.
    case stale = 13
    /// `watch --once`, `incident list`: an incident is open. `confidentiality`: something critical, or a warning. `duties`: one is red.
    case alarm = 14
    /// Wrong usage (EX_USAGE).
    case usage = 64
    /// Input that cannot be used (EX_DATAERR).
    case badData = 65
    /// No input (EX_NOINPUT).
    case noInput = 66
    /// `ping`: nobody answers, or somebody else (EX_UNAVAILABLE).
    case unavailable = 69
    /// `nightly`: more memory was in use than `--max-memory` allows (EX_OSERR).
    case outOfMemory = 71
    /// An output file cannot be made (EX_CANTCREAT).
    case cannotCreate = 73
    /// Reading or writing failed (EX_IOERR).
    case ioFailed = 74
    /// It may succeed later (EX_TEMPFAIL): another process is using the store, or the drop folder or its disk is full.
    case tryLater = 75
    /// A file belongs to another user, whom root would lock out (EX_NOPERM).
    case notPermitted = 77
    /// A configuration that cannot be used (EX_CONFIG).
    case badConfiguration = 78

    /// bogofilter's code for a verdict.
    package init(_ verdict: Verdict) {
        switch verdict {
        case .spam: self = .done
        case .ham: self = .ham
        case .unsure: self = .unsure
        }
    }

    /// Ends the command with this code; does nothing if it is 0.
    func end() throws {
        if self != .done { throw ExitCode(rawValue) }
    }
}
