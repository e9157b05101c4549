// SPDX-License-Identifier: Apache-2.0
package import CorpusInspection
import MailFeatures
import MailIngest
package import ReportPages
import SpamEvaluation
import TextOutput

/// What `spreu inspect` prints: the report for people, in lines of 80 columns.
package struct InspectionLines: Sendable {
    private let report: InspectionReport
    private let language: Language
    private let texts: InspectionLineTexts
    private let page: InspectionTexts
    private let numbers: LocalNumbers

    /// Makes the lines of a report.
    package init(_ report: InspectionReport, _ language: Language) {
        self.report = report
        self.language = language
        texts = .of(language)
        page = .of(language)
        numbers = LocalNumbers(language)
    }

    private var inspection: Inspection { report.inspection }
    private var messages: [InspectedMessage] { inspection.corpus.messages }
    private var maxLines: Int { report.maxLines }

    /// All of them.
    package var text: String {
        var lines = TextReport()
        addOverview(to: &lines)
        addLeaks(to: &lines)
        addCampaigns(to: &lines)
        addSplits(to: &lines)
        addSuspects(to: &lines)
        addDrift(to: &lines)
        return lines.text.replacing("\u{A0}", with: " ")
    }

    // MARK: words

    private func day(_ date: Int64?) -> String { date.map { numbers.day($0) } ?? "-" }

    private func name(_ label: MessageClass) -> String { label == .spam ? "spam" : "ham" }

    private func group(_ name: String) -> String { texts.groups[name] ?? name }

    private func decimal(_ value: Double, _ digits: Int) -> String { numbers.decimal(value, digits: digits) }

    /// A percentage, finely enough for a good filter's; a dash where there is none.
    private func figure(_ percent: Double?) -> String { percent.map { decimal($0, $0 < 10 ? 4 : 2) } ?? "-" }

    /// Words under their titles, the first at the left, the others at the right, each at least so wide.
    private static func columns(_ words: [String], _ widths: [Int]) -> String {
        zip(words, widths).enumerated().map {
            $0 == 0 && $1.1 < 0 ? $1.0.rightPadded(-$1.1) : $1.0.leftPadded(abs($1.1))
        }
        .joined()
    }

    private func addMore(_ count: Int, to lines: inout TextReport) {
        if count > maxLines { lines.line(texts.andMore.placing(numbers.count(count - maxLines))) }
    }

    // MARK: what there is

    private func addOverview(to lines: inout TextReport) {
        let overview = inspection.overview
        lines.section(texts.overview)
        let groups = overview.groups
        func row(_ name: String, _ value: (CorpusOverview.Group) -> String) {
            lines.line(name.rightPadded(14) + groups.map { value($0).leftPadded(14) }.joined())
        }
        row("") { group($0.name) }
        row(texts.messages) { numbers.count($0.messages) }
        row(texts.size) { numbers.size(ofBytes: $0.bytes) }
        row(texts.medianSize) { $0.medianBytes.map(numbers.size(ofBytes:)) ?? "-" }
        row(texts.first) { day($0.dates?.lowerBound) }
        row(texts.last) { day($0.dates?.upperBound) }
        row(texts.undated) { numbers.count($0.undated) }
        if overview.accounts > 0 {
            lines.line(texts.accounts.rightPadded(14) + numbers.count(overview.accounts).leftPadded(14))
        }
        let copies = overview.copies
        if copies.all > 0 {
            let sentence = copies.all == 1 ? texts.copy : texts.copies
            lines.paragraph(sentence.placing(numbers.count(copies.all), numbers.count(copies.contradictory)))
        }
        lines.line("")
        lines.line(texts.percentOf.placing(groups.map { group($0.name) }.joined(separator: " / ")))
        for topic in Fact.Topic.allCases {
            let found = overview.facts.filter { $0.fact.topic == topic }
            if found.isEmpty { continue }
            var words = found.prefix(maxLines).map { "\(fact($0.fact)) \(shares(of: $0.counts))" }
            if found.count > maxLines { words.append(texts.more.placing(numbers.count(found.count - maxLines))) }
            lines.list(self.topic(topic), words, width: language == .german ? 17 : 12)
        }
        let checks = inspection.authentication.prefix(maxLines)
        if !checks.isEmpty {
            lines.list(
                texts.checks, checks.map { "\($0.name) \(shares(of: $0.counts))" }, width: language == .german ? 17 : 12
            )
        }
    }

    private func topic(_ topic: Fact.Topic) -> String {
        language == .english ? topic.rawValue : page.topics[topic] ?? topic.rawValue
    }

    private func fact(_ fact: Fact) -> String { language == .english ? fact.name : page.facts[fact.name] ?? fact.name }

    private func kind(_ kind: ClueKind) -> String {
        language == .english ? kind.rawValue : page.kinds[kind] ?? kind.rawValue
    }

    /// Of each group, the share that has something.
    private func shares(of counts: CorpusOverview.Counts) -> String {
        inspection.overview.groups.map { group in
            let count = group.name == "ham" ? counts.ham : group.name == "spam" ? counts.spam : counts.unlabelled
            return group.messages == 0 ? "-" : decimal(100 * Double(count) / Double(group.messages), 1)
        }.joined(separator: "/")
    }

    // MARK: leaks

    private func addLeaks(to lines: inout TextReport) {
        lines.section(texts.leaks)
        let (seen, unseen) = (inspection.leaks.filter(\.clue.isSeen), inspection.leaks.filter { !$0.clue.isSeen })
        if inspection.leaks.isEmpty && report.headerLeaks.isEmpty { lines.line(texts.none) }
        for leak in report.headerLeaks {
            lines.paragraph(language == .german ? GermanNotices().text(leak) : leak.description)
        }
        if case .store = report.origin { lines.paragraph(texts.ofStore) }
        let uncounted = inspection.corpus.clues.uncounted
        if uncounted > 0 {
            lines.paragraph(texts.uncounted.placing(numbers.count(uncounted), numbers.count(ClueTable.maxClues)))
        }
        for leak in seen.prefix(maxLines) {
            lines.line("\(kind(leak.clue.kind)) '\(leak.clue.value)'")
            lines.line("    " + evidence(leak))
            if let alike = alike(leak) { lines.line("    " + alike) }
            if let wrong = leak.wrong, wrong.without > wrong.all {
                let name = leak.messageClass == .spam ? texts.spamMissed : texts.hamLost
                lines.line(
                    "    " + texts.without.placing(name, decimal(100 * wrong.without, 2), decimal(100 * wrong.all, 2)))
            }
        }
        addMore(seen.count, to: &lines)
        if !seen.isEmpty { lines.paragraph(texts.ignore) }
        guard !unseen.isEmpty else { return }
        lines.paragraph(texts.unseen)
        for leak in unseen.prefix(maxLines) {
            lines.line("\(kind(leak.clue.kind)) '\(leak.clue.value)': \(evidence(leak))")
        }
        addMore(unseen.count, to: &lines)
    }

    private func evidence(_ leak: CorpusLeak) -> String {
        let (own, other) = leak.messageClass == .spam ? ("spam", "ham") : ("ham", "spam")
        return texts.evidence.placing(
            numbers.count(leak.own.messages), numbers.count(leak.own.all), group(own),
            numbers.count(leak.other.messages), numbers.count(leak.other.all), group(other))
    }

    private func alike(_ leak: CorpusLeak) -> String? {
        if leak.alike.isEmpty { return nil }
        let names = leak.alike.prefix(2).map { "\(kind($0.kind)) '\($0.value)'" }
        let rest = leak.alike.count - names.count
        let more = rest > 0 ? " " + texts.andMore.placing(numbers.count(rest)) : ""
        return texts.alike.placing(names.joined(separator: ", ") + more)
    }

    // MARK: campaigns

    private func addCampaigns(to lines: inout TextReport) {
        let campaigns = inspection.campaigns
        lines.section(texts.campaigns)
        lines.paragraph(
            texts.summary.placing(
                numbers.count(campaigns.messageCount), numbers.count(campaigns.campaigns.count),
                numbers.count(campaigns.exactCopies)))
        if campaigns.campaigns.isEmpty { return }
        let widths = [8, 8, 7, 7, 9, 9, 12, 12]
        lines.line(Self.columns(texts.columns, widths))
        for campaign in campaigns.campaigns.prefix(maxLines) {
            let counts = [
                campaign.messages.count, campaign.exactCopies, campaign.ham, campaign.spam, campaign.accounts,
            ].map { numbers.count($0) }
            let others = [
                campaign.networks.map { numbers.count($0) } ?? "-", day(campaign.seen?.lowerBound),
                day(campaign.seen?.upperBound),
            ]
            lines.line(Self.columns(counts + others, widths))
            if let first = campaign.messages.first {
                let name = TextReport.shortened(report.name(of: messages[first]), to: 64)
                lines.line("         " + texts.example.placing(name))
            }
            let networks = campaign.largestNetworks.prefix(3).map { "\($0.name) (\(numbers.count($0.messages)))" }
            if !networks.isEmpty { lines.line("         " + texts.from.placing(networks.joined(separator: ", "))) }
            if campaign.networks != nil, campaign.networksUnknown > 0 {
                lines.line("         " + texts.networksUnknown.placing(numbers.count(campaign.networksUnknown)))
            }
        }
        if let unknown = page.unknownNetworks(campaigns, report.origin, count: { numbers.count($0) }) {
            lines.paragraph(unknown)
        }
        let contradictory = campaigns.campaigns.filter(\.isContradictory)
        guard !contradictory.isEmpty else { return }
        lines.paragraph(texts.contradictory.placing(numbers.count(contradictory.count)))
        for campaign in contradictory.prefix(maxLines) {
            guard let first = campaign.messages.first else { continue }
            let name = TextReport.shortened(report.name(of: messages[first]), to: 46)
            lines.line("  " + texts.bothLabels.placing(numbers.count(campaign.ham), numbers.count(campaign.spam), name))
        }
    }

    // MARK: splits

    private func addSplits(to lines: inout TextReport) {
        guard let splits = inspection.splits, !splits.splits.isEmpty else { return }
        lines.section(texts.splits)
        let widths = [-14, 9, 12, 19, 12, 14]
        lines.line(Self.columns(texts.splitColumns, widths))
        for split in splits.splits {
            let metrics = split.metrics
            let interval = split.interval.map { texts.interval.placing(figure($0.lower), figure($0.upper)) } ?? "-"
            let name = language == .english ? split.name : page.splitNames[split.name] ?? split.name
            lines.line(
                Self.columns(
                    [
                        name, numbers.count(metrics.messages), figure(metrics.oneMinusROCAPercent), interval,
                        figure(metrics.hmPercent), figure(metrics.smPercent),
                    ], widths))
        }
        lines.paragraph(texts.splitsIntro)
    }

    // MARK: labels

    /// Labels that are wrong with less than this are not named.
    private static let leastDoubt = 0.05

    private func addSuspects(to lines: inout TextReport) {
        lines.section(texts.labels)
        guard let expected = inspection.expectedWrong else {
            return lines.paragraph(texts.notJudged.placing(numbers.count(Inspection.fewestLabels)))
        }
        lines.paragraph(texts.expected.placing(numbers.count(expected)))
        let doubted = inspection.suspects.filter { $0.probability >= Self.leastDoubt }
        if doubted.isEmpty { lines.paragraph(texts.noneDoubted) }
        for (number, suspect) in doubted.prefix(maxLines).enumerated() {
            for (place, line) in (self.lines(of: suspect) + report.commands(for: suspect)).enumerated() {
                lines.line((place == 0 ? "\(number + 1)." : "").rightPadded(4) + line)
            }
        }
        if doubted.count > maxLines { lines.line(texts.moreInJSON.placing(numbers.count(doubted.count - maxLines))) }
        if case .archives = report.origin, !doubted.isEmpty { lines.paragraph(texts.putRight) }
    }

    /// What is known of a suspect label, in lines of at most 76 columns.
    package func lines(of suspect: SuspectLabel) -> [String] {
        let message = messages[suspect.message]
        let label = message.isLabelledByHand ? texts.byHand.placing(name(suspect.label)) : name(suspect.label)
        // What rests on the scores alone is never certain.
        let probability = decimal(min(99.9, 100 * suspect.probability), 1)
        let day = message.date.map { numbers.day($0) } ?? texts.noDate
        let neighbours = suspect.neighbours.map { "\(name($0.label)) \(decimal($0.resemblance, 2))" }
        var lines = [texts.labelled.placing(label, probability, decimal(suspect.score, 2), day)]
        lines.append(TextReport.shortened(report.name(of: message), to: 76))
        if let place = message.place { lines.append(texts.place.placing(TextReport.shortened(place, to: 73))) }
        if let account = message.account { lines.append(texts.account.placing(account)) }
        lines.append(
            texts.nearest.placing(neighbours.isEmpty ? page.nothingLikeIt : neighbours.joined(separator: ", ")))
        return lines
    }

    // MARK: drift

    private func addDrift(to lines: inout TextReport) {
        let drift = inspection.drift
        guard drift.months.count > 1 else { return }
        lines.section(texts.drift)
        let widths = [-10, 8, 8, 11, 10, 18]
        lines.line(Self.columns(texts.driftColumns, widths))
        for month in drift.months.suffix(24) {
            let error = month.judged > 0 ? 100 * Double(month.wrong) / Double(month.judged) : nil
            let interval = month.error.map { texts.interval.placing(decimal($0.lower, 1), decimal($0.upper, 1)) }
            lines.line(
                Self.columns(
                    [
                        month.name, numbers.count(month.ham), numbers.count(month.spam), numbers.count(month.judged),
                        error.map { decimal($0, 1) } ?? "-", interval ?? "-",
                    ], widths))
        }
        if drift.months.count > 24 { lines.line(texts.monthsBefore.placing(numbers.count(drift.months.count - 24))) }
        let compared = numbers.count(drift.comparisons)
        if drift.alarms.isEmpty { return lines.paragraph(texts.noAlarms.placing(compared)) }
        lines.paragraph(texts.alarms.placing(compared))
        for change in drift.alarms.prefix(maxLines) {
            let effect = change.effect
            lines.line(
                texts.change.placing(
                    change.month, group(name(change.label)).rightPadded(language == .german ? 9 : 4),
                    topic(change.fact.topic), fact(change.fact), decimal(100 * change.before, 1),
                    decimal(100 * change.now, 1), decimal(effect.h, 2), decimal(effect.interval.lower, 2),
                    decimal(effect.interval.upper, 2)))
        }
        addMore(drift.alarms.count, to: &lines)
    }
}
