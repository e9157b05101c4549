// SPDX-License-Identifier: Apache-2.0
package import NightlyBatch
package import SenderReputation

/// What is known of what stands between strangers and the mailboxes.
package struct InboundFacts: Sendable {
    /// How Postfix asks lists.
    package var lists: Known<DNSListCheck>
    /// The model that is served; nil: there is none.
    package var model: ServedModel?
    /// Days after which a model is old (`stale-days`).
    package var staleDays: Int
    /// The last night, and what the live filter did.
    package var night: Known<NightFacts>
    /// How the last night that began ended, by the ledger; nil: none began, or it is the one that asks.
    package var ended: Known<NightEnd?>
    /// Whether the filter is there.
    package var filter: Known<FilterSighting>

    /// Puts together what is known.
    package init(
        lists: Known<DNSListCheck>, model: ServedModel?, staleDays: Int, night: Known<NightFacts>,
        ended: Known<NightEnd?> = .known(nil), filter: Known<FilterSighting>
    ) {
        (self.lists, self.model, self.staleDays) = (lists, model, staleDays)
        (self.night, self.ended, self.filter) = (night, ended, filter)
    }
}

/// How a night ended that may have left no report.
package enum NightEnd: Sendable, Equatable {
    /// It came to its end, or still runs.
    case done
    /// An error ended it: hours since it began, and why, in the night's own words.
    case failed(hours: Int, reason: String)
    /// It began so many hours ago, which is too long: it hangs, or was killed.
    case unfinished(hours: Int)
}

/// Whether a filter is there.
package enum FilterSighting: Sendable, Equatable {
    /// It was asked, and answers with a model, or without saying which.
    case answers
    /// It answers, and has no model.
    case hasNoModel
    /// It was asked, and does not answer; why.
    case silent(String)
    /// Nobody has asked it; mail of the last days bears its verdicts, or the logs do.
    case judged(messages: Int)
}

/// The last night, as far as the duties ask.
package struct NightFacts: Sendable, Equatable {
    /// What the live filter did with the mail of one class; the interval is of the percentage, 95 %.
    package struct Share: Sendable, Equatable {
        /// Messages, and those that were judged wrong.
        package var arrived, wrong: Int
        /// In percent; nil: nothing arrived.
        package var percent, low: Double?

        /// Makes a share.
        package init(arrived: Int, wrong: Int, percent: Double?, low: Double?) {
            (self.arrived, self.wrong, self.percent, self.low) = (arrived, wrong, percent, low)
        }
    }

    /// What the live filter did in ``FilterFigures/days`` days.
    package struct Live: Sendable, Equatable {
        /// Messages with a verdict.
        package var judged: Int
        /// Spam; wrong is what was not called so.
        package var spam: Share
        /// Ham; wrong is what was called spam.
        package var ham: Share

        /// Makes the figures.
        package init(judged: Int, spam: Share, ham: Share) {
            (self.judged, self.spam, self.ham) = (judged, spam, ham)
        }
    }

    /// Hours since it ended.
    package var ageHours: Int
    /// What became of the model.
    package var state: NightResult.State
    /// In one line, in the night's own words.
    package var result: String
    /// The share of ham that may be called spam, in percent.
    package var hamLossPercent: Double
    /// What the live filter did; nil: the night did not come so far.
    package var live: Live?

    /// Puts together what is known.
    package init(
        ageHours: Int, state: NightResult.State, result: String, hamLossPercent: Double, live: Live?
    ) {
        (self.ageHours, self.state, self.result) = (ageHours, state, result)
        (self.hamLossPercent, self.live) = (hamLossPercent, live)
    }
}
