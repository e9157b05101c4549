// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailIngest

extension InspectionTexts {
    /// The English texts.
    static let english = InspectionTexts(
        title: "What is in the mail, and what is wrong with it",
        about: "{} messages: {} labelled wanted, {} labelled spam, {} without a label",
        leadWrong: "{} labels are more probably wrong than right: look at these first.",
        leadLeaks:
            "{} things that features see nearly give the label away: figures measured on this mail may be too good.",
        leadGood: "No label stands out as wrong, and nothing that features see gives labels away.",
        leadOpen: "Labels were not judged: there are too few of one class.",
        footer: "Made by spreu inspect. No subject, no text and no address is on this page.",
        overview: "What is there?", groupsCaption: "Messages by label", messages: "Messages", size: "Bytes",
        medianSize: "Median bytes", first: "First", last: "Last", undated: "Without a date",
        factsCaption: "How many of each class", topic: "What", fact: "Which", ham: "Wanted", spam: "Spam",
        unlabelled: "Without label", copies: "{} messages are copies of others, {} of them with another label.",
        leaks: "What gives the label away?",
        leaksIntro: """
            What many messages of one class show and hardly any of the other. A field that a filter or your own server wrote belongs \
            under ignore-fields; that replies are mostly wanted is no mistake.
            """,
        noLeaks: "Nothing was found.", seenCaption: "What features see",
        unseenCaption: "What features never see (ignored already)", kind: "Kind", value: "Value", ofHam: "Of wanted",
        ofSpam: "Of spam", wrongWithout: "Judged wrongly without it (of all)",
        campaigns: "What came more than once?",
        campaignsIntro: "{} messages in {} campaigns. Exact copies: {}. Campaigns with both labels: {}.",
        campaignsCaption: "The largest campaigns", example: "Example", accounts: "Accounts", networks: "Networks",
        largestNetworks: "Most from", networksOfArchives: "No message tells which network it came from.",
        networksOfStore:
            "Sending networks are not known: these messages were stored by a version of Spreu that kept nothing of them, came in a segment, or no field tells. The archives may tell.",
        networksUnknown:
            "Messages in campaigns whose sending network is not known: {}. Only the networks of the others are counted.",
        knownAndUnknown: "{} (unknown: {})",
        splits: "How much is memory?",
        splitsIntro: """
            The same learner, judged in three ways. At random, copies of one message are both learned and judged; by time, mail is \
            judged by what came before; by campaign, nothing like a message was learned.
            """,
        split: "Split", judged: "Judged", area: "(1-ROCA)%", interval: "95 % interval", hamLost: "Wanted lost",
        spamMissed: "Spam missed", splitNames: ["random": "at random", "time": "by time", "campaign": "by campaign"],
        labels: "Which labels are wrong?",
        labelsIntro: "By what a learner makes of all others, about {} labels are wrong.",
        notJudged: "Not judged: there are too few labels of one class.", labelsCaption: "The most doubtful labels",
        message: "Message", date: "Date", place: "Where", label: "Label", probability: "Wrong with", score: "Log-odds",
        nearest: "Nearest messages", nothingLikeIt: "nothing like it", command: "To put it right",
        drift: "What changes?", monthsCaption: "By month", month: "Month", wrong: "Judged wrongly",
        alarmsIntro: """
            Shares that are others than in all months before, by more than chance and more than a little (Cohen's h, corrected for {} \
            comparisons).
            """,
        noAlarms: "No share of either class changed by more than a little ({} compared).", alarmsCaption: "Changes",
        messageClass: "Class", before: "Before", now: "Now", effect: "h, with interval", moreRows: "{} more rows",
        topics: [
            .language: "language", .charset: "charset", .type: "type", .content: "content", .attachment: "attachment",
            .client: "mail program", .field: "header field", .defect: "defect",
        ],
        kinds: [
            .field: "header field", .fieldValue: "value of a field", .lastField: "last field", .folder: "folder",
            .list: "mailing list", .recipient: "recipient", .year: "year", .month: "month",
            .boundary: "form of boundary", .messageID: "form of Message-ID", .lineEnds: "line ends",
            .contentType: "content type", .charset: "charset", .server: "server", .authentication: "check of sender",
            .separator: "form of envelope sender",
        ])
}
