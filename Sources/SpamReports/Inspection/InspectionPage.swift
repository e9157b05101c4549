// SPDX-License-Identifier: Apache-2.0
package import CorpusInspection
import MailFeatures
import MailIngest
package import ReportPages
import SpamEvaluation
import TextOutput

/// The page of `spreu inspect --html`: what is in a corpus, for somebody who asks whether its labels can be believed.
package struct InspectionPage: Sendable {
    private static let maxRows = 30
    private static let maxFactsOfTopic = 12
    /// Labels that are wrong with less than this are not named.
    private static let leastDoubt = 0.05

    private let report: InspectionReport
    private let texts: InspectionTexts
    private let numbers: LocalNumbers
    private let language: Language

    /// Makes the page of a report.
    package init(_ report: InspectionReport, _ language: Language) {
        self.report = report
        self.language = language
        texts = InspectionTexts.of(language)
        numbers = LocalNumbers(language)
    }

    private var inspection: Inspection { report.inspection }

    /// The page: HTML in UTF-8.
    package var html: String {
        func count(_ name: String) -> Int { inspection.overview.groups.first { $0.name == name }?.messages ?? 0 }
        return ReportPage(
            language, title: texts.title,
            about: texts.about.placing(
                numbers.count(inspection.corpus.messages.count), numbers.count(count("ham")),
                numbers.count(count("spam")), numbers.count(count("unlabelled"))),
            lead: lead,
            sections: [
                .init(id: "labels", title: texts.labels, labels), .init(id: "leaks", title: texts.leaks, leaks),
                .init(id: "campaigns", title: texts.campaigns, campaigns),
                .init(id: "splits", title: texts.splits, splits), .init(id: "drift", title: texts.drift, drift),
                // Last: it is long, and asks nothing of anybody.
                .init(id: "overview", title: texts.overview, overview),
            ], footer: texts.footer
        ).html
    }

    private var lead: (tone: ReportPage.Tone, text: String) {
        guard inspection.expectedWrong != nil else { return (.open, texts.leadOpen) }
        let wrong = inspection.suspects.count { $0.probability > 0.5 }
        if wrong > 0 { return (.bad, texts.leadWrong.placing(numbers.count(wrong))) }
        let seen = inspection.leaks.count(where: \.clue.isSeen) + report.headerLeaks.count
        return seen > 0 ? (.open, texts.leadLeaks.placing(numbers.count(seen))) : (.good, texts.leadGood)
    }

    private func table(_ caption: String, _ columns: [String], _ rows: [[PageTable.Cell]]) -> PageBlock? {
        if rows.isEmpty { return nil }
        let more = rows.count - Self.maxRows
        return .table(
            PageTable(
                caption, columns: columns, rows: Array(rows.prefix(Self.maxRows)),
                cut: more > 0 ? texts.moreRows.placing(numbers.count(more)) : nil))
    }

    private func name(_ label: MessageClass) -> String { label == .spam ? texts.spam : texts.ham }

    private func day(_ date: Int64?) -> String { date.map { numbers.day($0) } ?? "\u{2013}" }

    private func share(_ count: Int, of all: Int) -> String {
        all == 0 ? "\u{2013}" : numbers.percent(100 * Double(count) / Double(all))
    }

    private var overview: [PageBlock] {
        let overview = inspection.overview
        let names = ["ham": texts.ham, "spam": texts.spam, "unlabelled": texts.unlabelled]
        let groups = table(
            texts.groupsCaption,
            [texts.label, texts.messages, texts.size, texts.medianSize, texts.first, texts.last, texts.undated],
            overview.groups.map { group in
                [
                    .text(names[group.name] ?? group.name), .number(numbers.count(group.messages)),
                    .number(numbers.count(group.bytes)),
                    .number(group.medianBytes.map { numbers.count($0) } ?? "\u{2013}"),
                    .number(day(group.dates?.lowerBound)), .number(day(group.dates?.upperBound)),
                    .number(numbers.count(group.undated)),
                ]
            })
        let copies = overview.copies
        let facts = Fact.Topic.allCases.compactMap { topic in
            table(
                "\(texts.factsCaption): \(texts.topics[topic] ?? topic.rawValue)",
                [texts.fact] + overview.groups.map { names[$0.name] ?? $0.name },
                overview.facts.filter { $0.fact.topic == topic }.prefix(Self.maxFactsOfTopic).map { line in
                    [.strange(texts.facts[line.fact.name] ?? line.fact.name)]
                        + overview.groups.map { group in
                            let counts = line.counts
                            let count = ["ham": counts.ham, "spam": counts.spam][group.name] ?? counts.unlabelled
                            return .number(share(count, of: group.messages))
                        }
                })
        }
        let paragraph = PageBlock.paragraph(
            texts.copies.placing(numbers.count(copies.all), numbers.count(copies.contradictory)))
        return [groups].compactMap { $0 } + (copies.all > 0 ? [paragraph] : []) + facts
    }

    private var leaks: [PageBlock] {
        if inspection.leaks.isEmpty && report.headerLeaks.isEmpty { return [.paragraph(texts.noLeaks)] }
        func rows(_ isSeen: Bool) -> [[PageTable.Cell]] {
            inspection.leaks.filter { $0.clue.isSeen == isSeen }.map { leak in
                let (ham, spam) = leak.messageClass == .ham ? (leak.own, leak.other) : (leak.other, leak.own)
                let without = leak.wrong.map {
                    "\(numbers.percent(100 * $0.without)) (\(numbers.percent(100 * $0.all)))"
                }
                return [
                    .text(texts.kinds[leak.clue.kind] ?? leak.clue.kind.rawValue), .strange(leak.clue.value),
                    .number(share(ham.messages, of: ham.all)), .number(share(spam.messages, of: spam.all)),
                    .number(without ?? "\u{2013}"),
                ]
            }
        }
        let ofStore = report.headerLeaks.map { leak -> [PageTable.Cell] in
            let (ham, spam) = leak.messageClass == .ham ? (leak.own, leak.other) : (leak.other, leak.own)
            return [
                .text(texts.kinds[.field] ?? ""), .strange(leak.field ?? "\u{2013}"),
                .number(share(ham.messages, of: ham.all)), .number(share(spam.messages, of: spam.all)),
                .number("\u{2013}"),
            ]
        }
        let columns = [texts.kind, texts.value, texts.ofHam, texts.ofSpam, texts.wrongWithout]
        return [.paragraph(texts.leaksIntro)]
            + [
                table(texts.seenCaption, columns, rows(true) + ofStore),
                table(texts.unseenCaption, columns, rows(false)),
            ].compactMap { $0 }
    }

    private var campaigns: [PageBlock] {
        let found = inspection.campaigns
        let namesNetworks = found.campaigns.contains { !$0.largestNetworks.isEmpty }
        let rows = found.campaigns.map { campaign -> [PageTable.Cell] in
            let example = campaign.messages.first.map { report.name(of: inspection.corpus.messages[$0]) }
            let largest = campaign.largestNetworks.prefix(2).map(\.name).joined(separator: ", ")
            return [
                .number(numbers.count(campaign.messages.count)), .number(numbers.count(campaign.ham)),
                .number(numbers.count(campaign.spam)), .number(numbers.count(campaign.accounts)),
                .number(networks(of: campaign)),
                .number(day(campaign.seen?.lowerBound)), .number(day(campaign.seen?.upperBound)),
            ] + (namesNetworks ? [.strange(largest)] : []) + [.strange(example ?? "")]
        }
        let intro = texts.campaignsIntro.placing(
            numbers.count(found.messageCount), numbers.count(found.campaigns.count), numbers.count(found.exactCopies),
            numbers.count(found.campaigns.count(where: \.isContradictory)))
        let columns =
            [
                texts.messages, texts.ham, texts.spam, texts.accounts, texts.networks, texts.first, texts.last,
            ] + (namesNetworks ? [texts.largestNetworks] : []) + [texts.example]
        let unknown = [texts.unknownNetworks(found, report.origin) { numbers.count($0) }].compactMap { $0 }
            .map { PageBlock.paragraph($0) }
        return [.paragraph(intro)] + unknown + [table(texts.campaignsCaption, columns, rows)].compactMap { $0 }
    }

    /// How many networks sent a campaign, and of how many of its messages that is not known.
    private func networks(of campaign: Campaign) -> String {
        guard let networks = campaign.networks else { return "\u{2013}" }
        let unknown = campaign.networksUnknown
        return unknown == 0
            ? numbers.count(networks)
            : texts.knownAndUnknown.placing(numbers.count(networks), numbers.count(unknown))
    }

    private var splits: [PageBlock] {
        guard let splits = inspection.splits?.splits, !splits.isEmpty else { return [] }
        func percent(_ value: Double?) -> PageTable.Cell { .number(value.map { numbers.percent($0) } ?? "\u{2013}") }
        let rows = splits.map { split -> [PageTable.Cell] in
            [
                .text(texts.splitNames[split.name] ?? split.name), .number(numbers.count(split.metrics.messages)),
                percent(split.metrics.oneMinusROCAPercent),
                .number(split.interval.map { numbers.interval($0.lower, $0.upper) } ?? "\u{2013}"),
                percent(split.metrics.hmPercent), percent(split.metrics.smPercent),
            ]
        }
        let columns = [texts.split, texts.judged, texts.area, texts.interval, texts.hamLost, texts.spamMissed]
        return [.paragraph(texts.splitsIntro)] + [table(texts.splits, columns, rows)].compactMap { $0 }
    }

    private var labels: [PageBlock] {
        guard let expected = inspection.expectedWrong else { return [.paragraph(texts.notJudged)] }
        let isStore = report.origin != .archives
        let rows = inspection.suspects.filter { $0.probability >= Self.leastDoubt }.map { suspect -> [PageTable.Cell] in
            let message = inspection.corpus.messages[suspect.message]
            let nearest = suspect.neighbours.map { near in
                name(near.label) + " " + numbers.decimal(near.resemblance, digits: 2)
            }
            let last: PageTable.Cell =
                isStore
                ? .command(report.commands(for: suspect).last ?? "") : .strange(message.place ?? "\u{2013}")
            return [
                .strange(report.name(of: message)), .number(day(message.date)), .text(name(suspect.label)),
                .number(numbers.percent(min(99.9, 100 * suspect.probability))),
                .number(numbers.decimal(suspect.score, digits: 2)),
                .text(nearest.isEmpty ? texts.nothingLikeIt : nearest.joined(separator: ", ")), last,
            ]
        }
        let columns = [
            texts.message, texts.date, texts.label, texts.probability, texts.score, texts.nearest,
            isStore ? texts.command : texts.place,
        ]
        return [.paragraph(texts.labelsIntro.placing(numbers.count(expected)))]
            + [table(texts.labelsCaption, columns, rows)].compactMap { $0 }
    }

    private var drift: [PageBlock] {
        let drift = inspection.drift
        guard drift.months.count > 1 else { return [] }
        let months = drift.months.suffix(Self.maxRows).map { month -> [PageTable.Cell] in
            [
                .text(month.name), .number(numbers.count(month.ham)), .number(numbers.count(month.spam)),
                .number(numbers.count(month.judged)), .number(share(month.wrong, of: month.judged)),
                .number(month.error.map { numbers.interval($0.lower, $0.upper) } ?? "\u{2013}"),
            ]
        }
        let alarms = drift.alarms.map { change -> [PageTable.Cell] in
            let topic = texts.topics[change.fact.topic] ?? change.fact.topic.rawValue
            let fact = texts.facts[change.fact.name] ?? change.fact.name
            let interval = change.effect.interval
            return [
                .text(change.month), .text(name(change.label)), .strange("\(topic) \(fact)"),
                .number(numbers.percent(100 * change.before)), .number(numbers.percent(100 * change.now)),
                .number(
                    numbers.decimal(change.effect.h, digits: 2)
                        + " (\(numbers.decimal(interval.lower, digits: 2)) \u{2026} "
                        + "\(numbers.decimal(interval.upper, digits: 2)))"),
            ]
        }
        let comparisons = numbers.count(drift.comparisons)
        let said = (drift.alarms.isEmpty ? texts.noAlarms : texts.alarmsIntro).placing(comparisons)
        return [
            table(
                texts.monthsCaption,
                [texts.month, texts.ham, texts.spam, texts.judged, texts.wrong, texts.interval], months),
            .paragraph(said),
            table(
                texts.alarmsCaption,
                [texts.month, texts.messageClass, texts.fact, texts.before, texts.now, texts.effect], alarms),
        ].compactMap { $0 }
    }
}
