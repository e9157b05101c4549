// SPDX-License-Identifier: Apache-2.0

/// All that the filter's page shows, as it is at one time.
package struct FilterState: Sendable {
    /// The model in service.
    package struct Model: Sendable {
        /// Its id, 16 hexadecimal digits.
        package var id: String
        /// When its file was written, in seconds since 1970.
        package var writtenAt: Int64
        /// How much ham it has learned.
        package var ham: Int
        /// How much spam it has learned.
        package var spam: Int
        /// From which log-odds on mail is spam; infinite if none is.
        package var spamFrom: Double
        /// Up to which log-odds mail is ham; infinite if none is.
        package var hamUpTo: Double
        /// Whether it has learned too little to call anything spam.
        package var callsNothingSpam: Bool
        /// Whether the report of its night lies beside it.
        package var hasReport: Bool

        /// Creates the values.
        package init(
            id: String, writtenAt: Int64, ham: Int, spam: Int, spamFrom: Double, hamUpTo: Double,
            callsNothingSpam: Bool,
            hasReport: Bool
        ) {
            self.id = id
            self.writtenAt = writtenAt
            self.ham = ham
            self.spam = spam
            self.spamFrom = spamFrom
            self.hamUpTo = hamUpTo
            self.callsNothingSpam = callsNothingSpam
            self.hasReport = hasReport
        }
    }

    /// When it was looked at, in seconds since 1970.
    package var now: Int64
    /// What the machine calls itself.
    package var host: String
    /// Seconds since the start.
    package var uptime: Int64
    /// The model; nil: mail goes unfiltered.
    package var model: Model?
    /// What the filter did.
    package var history: FilterHistory
    /// Whether counts survive a restart.
    package var keepsHistory: Bool
    /// Errors and limits that were met, with how often; those that were not are left out.
    package var trouble: [Trouble]
    /// Messages that were handed over to be learned, by kind and result; nil: learning is off.
    package var feedback: [(what: String, messages: Int64)]?
    /// Whether customers have models of their own, beside the one above.
    package var hasCustomers: Bool
    /// The customers whose mail goes unfiltered for want of a model.
    package var customersWithoutModel: [String]

    /// Creates a state.
    package init(
        now: Int64, host: String, uptime: Int64, model: Model?, history: FilterHistory, keepsHistory: Bool,
        trouble: [Trouble], feedback: [(what: String, messages: Int64)]?,
        hasCustomers: Bool = false, customersWithoutModel: [String] = []
    ) {
        self.now = now
        self.host = host
        self.uptime = uptime
        self.model = model
        self.history = history
        self.keepsHistory = keepsHistory
        self.trouble = trouble
        self.feedback = feedback
        self.hasCustomers = hasCustomers
        self.customersWithoutModel = customersWithoutModel
    }
}
