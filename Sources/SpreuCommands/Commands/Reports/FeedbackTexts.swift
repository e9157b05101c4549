// SPDX-License-Identifier: Apache-2.0
import FeedbackReports
import ReportPages

/// What the summary of reports says, in one language.
struct FeedbackTexts {
    var title: String
    var period: String
    var noPeriod: String
    /// Titles of sections by their names for programs.
    var titles: [String: String]
    var more: String

    // Answers.
    var ownUnknown: String
    var ownPasses: String
    var ownFails: String
    var strangers: String
    var nothingNew: String
    var new: String
    var ready: String
    var rowsLost: String
    var notReady: String
    var strictGood: String
    var strictFails: String
    var occasions: [Readiness.Occasion: String]
    var tlsGood: String
    var tlsBad: String
    var complaints: String
    var bouncesAnswer: String
    var notJoined: String
    var unproven: String
    var unchecked: String
    var servicesHint: String
    var signedHint: String

    // Rows and columns.
    var kind: String
    var counted: String
    var repeated: String
    var unprovenColumn: String
    var earlier: String
    var aggregate: String
    var tlsReports: String
    var failureReports: String
    var complaintReports: String
    var bouncesRead: String
    var otherMail: String
    var refused: String
    var domain: String
    var policy: String
    var messages: String
    var passed: String
    var failed: String
    var ownMessages: String
    var ownFailed: String
    var spf: String
    var dkim: String
    var stopped: String
    var address: String
    var service: String
    var network: String
    var source: String
    var reason: String
    var organisation: String
    var count: String
    var day: String
    var succeeded: String
    var host: String
    var final: String
    var delayed: String
    var script: String
    var queueID: String
    var happened: String
    var complaint: String
    var bounces: [BounceClass: String]

    // The page.
    var chapters: [String: String]
    var chart: String
    var ownChart: String
    var footer: String

    static func of(_ language: Language) -> FeedbackTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }
}
