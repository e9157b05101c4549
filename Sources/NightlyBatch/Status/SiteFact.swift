// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// One thing that is known of a site's state; its description is a clause of the status line.
package enum SiteFact: Sendable, CustomStringConvertible {
    /// How a night ended, as far as its record says.
    package enum Night: Sendable, Equatable {
        /// It is still running, or was killed.
        case unended
        /// An error ended it.
        case failed
        /// It made no model to serve.
        case refused
        /// It kept the model.
        case kept
        /// Nothing counts yet.
        case waiting
        /// It serves a model; with or without warnings.
        case served(hasWarnings: Bool)
    }

    /// What the system, or another part of Spreu, says of what went wrong.
    case problem(String)
    /// There was no night.
    case noNight
    /// How long ago the last night began, how it ended, and what its record says of that.
    case night(Night, hours: Int64, detail: String?)
    /// No model is served.
    case noModel
    /// The model is too careful to call anything spam.
    case callsNothingSpam
    /// How old the model is.
    case modelAge(hours: Int64)
    /// It is pinned.
    case pinned(command: String)
    /// What was labelled in some days; `arrived`: although so many messages arrived, nothing was.
    case labelled(ham: Int, spam: Int, days: Int, arrived: Int?)
    /// Accounts had mail and are not found.
    case gone(GoneAccounts)
    /// A source is not there or cannot be looked into.
    case source(SourceProblem)
    /// Maildirs cannot be read.
    case closed(count: Int, example: String)
    /// How many accounts there are.
    case accounts(Int)
    /// The drop folder cannot be read.
    case dropUnread(String)
    /// Feedback waits for a night.
    case dropWaiting(messages: Int, hours: Int64)
    /// How long what is kept.
    case retention(RetentionPeriods)
    /// Incidents are open.
    case incidents(Int)
    /// Nobody ever watched the mail server's logs.
    case neverWatched
    /// Nobody has watched them for some time.
    case unwatched(minutes: Int)
    /// The filter has the model that is served.
    case filterIsCurrent
    /// It has another one.
    case filterHasOther(model: String)
    /// It has none.
    case filterWithoutModel
    /// It answers, and does not say which model it has.
    case filterAnswers
    /// It does not answer.
    case filterProblem(String)

    /// A clause.
    package var description: String {
        switch self {
        case .problem(let text): text
        case .noNight: "no nightly run yet"
        case .night(let night, let hours, let detail): Self.text(night, hours, detail.map { ": \($0)" } ?? "")
        case .noModel: "no model to serve"
        case .callsNothingSpam: "the model calls nothing spam yet"
        case .modelAge(let hours): "the model is \(Self.span(hours)) old"
        case .pinned(let command): "it is pinned until 'spreu models unpin \(command)'"
        case .labelled(let ham, let spam, let days, let arrived):
            "\(grouped(ham)) ham and \(grouped(spam)) spam labelled in \(days) days"
                + (arrived.map { ", although \(grouped($0)) messages arrived" } ?? "")
        case .gone(let gone): gone.warning ?? ""
        case .source(let problem): problem.description
        case .closed(let count, let example): "\(grouped(count)) Maildirs cannot be read, such as \(example)"
        case .accounts(let count): counted(count, "account")
        case .dropUnread(let reason): "\(reason); user feedback is not collected"
        case .dropWaiting(let messages, let hours):
            "\(counted(messages, "message")) waiting in the drop folder, the oldest for " + Self.span(hours)
        case .retention(let periods): periods.line
        case .incidents(let open): "\(counted(open, "incident")) open: 'spreu incident list'"
        case .neverWatched: "the mail server's logs were never watched: 'spreu watch'"
        case .unwatched(let minutes):
            "nobody has watched the mail server's logs for \(grouped(minutes)) minutes: 'spreu watch'"
        case .filterIsCurrent: "the filter has it"
        case .filterHasOther(let model):
            "the filter has another model (\(model)): does it watch models/NAME/current?"
        case .filterWithoutModel: "the filter has no model: mail goes unfiltered"
        case .filterAnswers: "the filter answers"
        case .filterProblem(let text): "the filter: \(text)"
        }
    }

    private static func text(_ night: Night, _ hours: Int64, _ detail: String) -> String {
        let ago = "the last run began \(span(hours)) ago"
        return switch night {
        case .unended: "\(ago) and is still running, or was killed"
        case .failed: "\(ago) and failed\(detail)"
        case .refused: "\(ago) and made no model to serve\(detail)"
        case .kept: "\(ago) and kept the model\(detail)"
        case .waiting: "\(ago) and is waiting\(detail)"
        case .served(let hasWarnings): ago + (hasWarnings ? " and has warnings (see its report)" : "")
        }
    }

    private static func span(_ hours: Int64) -> String {
        switch hours {
        case 1: "1 hour"
        case ..<72: "\(hours) hours"
        default: "\(hours / 24) days"
        }
    }
}
