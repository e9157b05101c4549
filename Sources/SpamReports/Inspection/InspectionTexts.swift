// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailIngest
import ReportPages

/// What the page of an inspection says, in one language; `{}` stands for a number or a name.
struct InspectionTexts: Sendable {
    var title: String
    var about: String
    var leadWrong: String
    var leadLeaks: String
    var leadGood: String
    var leadOpen: String
    var footer: String

    var overview: String
    var groupsCaption: String
    var messages: String
    var size: String
    var medianSize: String
    var first: String
    var last: String
    var undated: String
    var factsCaption: String
    var topic: String
    var fact: String
    var ham: String
    var spam: String
    var unlabelled: String
    var copies: String

    var leaks: String
    var leaksIntro: String
    var noLeaks: String
    var seenCaption: String
    var unseenCaption: String
    var kind: String
    var value: String
    var ofHam: String
    var ofSpam: String
    var wrongWithout: String

    var campaigns: String
    var campaignsIntro: String
    var campaignsCaption: String
    var example: String
    var accounts: String
    var networks: String
    var largestNetworks: String
    var networksOfArchives: String
    var networksOfStore: String
    var networksUnknown: String
    var knownAndUnknown: String

    var splits: String
    var splitsIntro: String
    var split: String
    var judged: String
    var area: String
    var interval: String
    var hamLost: String
    var spamMissed: String
    var splitNames: [String: String]

    var labels: String
    var labelsIntro: String
    var notJudged: String
    var labelsCaption: String
    var message: String
    var date: String
    var place: String
    var label: String
    var probability: String
    var score: String
    var nearest: String
    var nothingLikeIt: String
    var command: String

    var drift: String
    var monthsCaption: String
    var month: String
    var wrong: String
    var alarmsIntro: String
    var noAlarms: String
    var alarmsCaption: String
    var messageClass: String
    var before: String
    var now: String
    var effect: String
    var moreRows: String

    var topics: [Fact.Topic: String]
    var kinds: [ClueKind: String]
    /// Names of facts that are words of the reader's language.
    var facts: [String: String] = [:]

    /// Of which campaigns' messages no network is told, and why; nil: all are known.
    func unknownNetworks(_ campaigns: Campaigns, _ origin: InspectionReport.Origin, count: (Int) -> String) -> String? {
        if campaigns.networksUnknown == 0 { return nil }
        if campaigns.knowsNetworks { return networksUnknown.placing(count(campaigns.networksUnknown)) }
        if case .store = origin { return networksOfStore }
        return networksOfArchives
    }

    /// The texts of a language.
    static func of(_ language: Language) -> InspectionTexts {
        switch language {
        case .english: .english
        case .german: .german
        }
    }
}
