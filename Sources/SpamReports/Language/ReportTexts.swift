// SPDX-License-Identifier: Apache-2.0
package import CorpusInspection
package import NightlyBatch
package import ReportPages

/// What reports say, in one language; `{}` stands for a number or a name.
package struct ReportTexts: Sendable {
    // MARK: Verdicts on a filter

    var isGood: String
    var goodEnough: String
    var seemsGood: String
    var seemsBad: String
    var notGood: String
    var cannotTell: String
    var inWords: String
    var hamLost: String
    var spamMissed: String
    var missedAt: String
    var area: String
    var areaDetail: String
    var areaOfNone: String
    var countsAndInterval: String
    var noFigure: String

    // MARK: Thresholds

    var thresholds: String
    var thresholdsIntro: String
    var thresholdCaption: String
    var atMostLost: String
    var asJudged: String
    var limit: String
    var threshold: String
    var lost: String
    var caught: String
    var missed: String
    var ofThem: String
    var finer: String

    // MARK: Charts

    var charts: String
    var rocTitle: String
    var rocSummary: String
    var lostAxis: String
    var missedAxis: String
    var thisModel: String
    var modelBefore: String
    var verdictsPoint: String
    var histogramTitle: String
    var histogramSummary: String
    var scoreAxis: String
    var messagesAxis: String
    var ham: String
    var spam: String
    var scoreFrom: String
    var scoreTo: String
    var thresholdRule: String
    var reliabilityTitle: String
    var reliabilitySummary: String
    var predictedAxis: String
    var cameTrueAxis: String
    var perfect: String
    var groups: String
    var stagesTitle: String
    var stagesSummary: String
    var scoredAxis: String
    var wrongAxis: String
    var upTo: String

    // MARK: Mistakes

    var mistakes: String
    var mistakesIntro: String
    var noMistakes: String
    var lostCaption: String
    var missedCaption: String
    var message: String
    var score: String
    var probability: String
    var lookAt: String
    var lookAtLabel: String
    var lookAtFilter: String
    var date: String
    var account: String
    var folder: String
    var label: String
    var explain: String
    var relabel: String
    var moreRows: String
    var showHint: String
    var doubted: String
    var kind: String
    var labels: String
    var doubtedLabels: String
    var accounts: String

    // MARK: Comparison

    var missedWhere: String
    var better: String
    var betterThanBefore: String
    var surelyBetter: String
    var surelyWorse: String
    var noDifference: String
    var notComparable: String
    var comparisonCaption: String
    var figure: String
    var firstBefore: String
    var secondNow: String
    var difference: String
    var firstModel: String

    // MARK: The night

    var nightTitle: String
    var nightAbout: String
    var servedLead: String
    var forcedLead: String
    var pinnedLead: String
    var keptLead: String
    var waitingLead: String
    var noModelLead: String
    var needsYou: String
    var oneClass: String
    var callsNothing: String
    var collapsed: String
    var losesHam: String
    var noComparison: String
    var rereading: String
    var isWorse: String
    var staleNoModel: String
    var staleOld: String
    var staleLabels: String
    var staleHam: String
    var staleSpam: String
    var staleMail: String
    var liveInWords: String
    var noLive: String
    var measured: String
    var doWhat: String
    var doNothing: String
    var doNotices: String
    var doDuties: String
    var doMistakes: String
    var doWait: String
    var doUnpin: String
    var doOneClass: String
    var doCallsNothing: String
    var doCollapsed: String
    var doLabels: String
    var doNoComparison: String
    var doStale: String
    var notices: String
    /// A notice of the run, in this language.
    package var notice: @Sendable (BatchWarning) -> String
    var live: String
    var spamByDay: String
    var spamByDaySummary: String
    var hamByDay: String
    var hamByDaySummary: String
    var dayAxis: String
    var arrived: String
    var missedOfThem: String
    var confirmed: String
    var lostOfThem: String
    var groupsTitle: String
    var groupsIntro: String
    var groupNames: GroupTexts
    var group: String
    var hamColumn: String
    var spamColumn: String
    var corpus: String
    var learnedInWords: String
    var beyondWindow: String
    var ingestedInWords: String
    var ruleCaption: String
    var rule: String
    var unlabelled: String
    var leaksTitle: String
    /// A header field that gives the label away, in this language.
    package var leak: @Sendable (HeaderLeak) -> String

    // MARK: Settings

    var settings: String
    var setting: String
    var settingValue: String
    var runID: String
    var modelName: String
    var modelServed: String
    var spamThreshold: String
    var hamThreshold: String
    var lossLimit: String
    var days: String
    var evaluationTitle: String
    var evaluationAbout: String
    var footer: String

    /// The texts of a language.
    package static func of(_ language: Language) -> ReportTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }
}
