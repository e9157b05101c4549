// SPDX-License-Identifier: Apache-2.0
package import MailFeatures
import MailIngest
import SpamEvaluation
import TextOutput

extension InspectionReport {
    /// The report for people, in lines of 80 columns.
    package var text: String {
        var report = TextReport()
        addOverview(to: &report)
        addLeaks(to: &report)
        addCampaigns(to: &report)
        addSplits(to: &report)
        addSuspects(to: &report)
        addDrift(to: &report)
        return report.text
    }

    private func addOverview(to report: inout TextReport) {
        let overview = inspection.overview
        report.section("What there is")
        let groups = overview.groups
        func row(_ name: String, _ value: (CorpusOverview.Group) -> String) {
            report.line(name.rightPadded(14) + groups.map { value($0).leftPadded(14) }.joined())
        }
        row("") { $0.name }
        row("messages") { grouped($0.messages) }
        row("size") { size(ofBytes: $0.bytes) }
        row("median size") { $0.medianBytes.map(size(ofBytes:)) ?? "-" }
        row("first") { $0.dates.map { Self.day($0.lowerBound) } ?? "-" }
        row("last") { $0.dates.map { Self.day($0.upperBound) } ?? "-" }
        row("without date") { grouped($0.undated) }
        if overview.accounts > 0 { report.line("accounts".rightPadded(14) + grouped(overview.accounts).leftPadded(14)) }
        if overview.copies.all > 0 {
            report.paragraph(
                "\(counted(overview.copies.all, "message is a copy of another", "messages are copies of others")), "
                    + "\(grouped(overview.copies.contradictory)) of them labelled otherwise.")
        }
        report.line("")
        report.line("In percent of \(groups.map(\.name).joined(separator: " / ")):")
        for topic in Fact.Topic.allCases {
            let lines = overview.facts.filter { $0.fact.topic == topic }
            if lines.isEmpty { continue }
            var words = lines.prefix(maxLines).map { line in "\(line.fact.name) \(shares(of: line.counts))" }
            if lines.count > maxLines { words.append("\(lines.count - maxLines) more") }
            report.list(topic.rawValue, words)
        }
        let checks = inspection.authentication.prefix(maxLines)
        if !checks.isEmpty { report.list("checks", checks.map { "\($0.name) \(shares(of: $0.counts))" }) }
    }

    /// Of each group, the share that has something.
    private func shares(of counts: CorpusOverview.Counts) -> String {
        inspection.overview.groups.map { group in
            let count = group.name == "ham" ? counts.ham : group.name == "spam" ? counts.spam : counts.unlabelled
            return TextReport.percent(count, of: group.messages)
        }.joined(separator: "/")
    }

    private func addLeaks(to report: inout TextReport) {
        report.section("Leaks: what nearly gives the label away")
        let (seen, unseen) = (inspection.leaks.filter(\.clue.isSeen), inspection.leaks.filter { !$0.clue.isSeen })
        if inspection.leaks.isEmpty && headerLeaks.isEmpty { report.line("none found") }
        for leak in headerLeaks { report.paragraph(leak.description) }
        if case .store = origin {
            report.paragraph(
                "In a store, header fields and their words are looked for. For all kinds of leaks, inspect the archives."
            )
        }
        let uncounted = inspection.corpus.clues.uncounted
        if uncounted > 0 {
            report.paragraph(
                "\(grouped(uncounted)) rare clues were not counted, beyond the first \(grouped(ClueTable.maxClues)): inspect fewer "
                    + "messages at once to have all.")
        }
        for leak in seen.prefix(maxLines) {
            report.line("\(leak.clue.kind.rawValue) '\(leak.clue.value)'")
            report.line("    " + evidence(leak))
            if let alike = alike(leak) { report.line("    " + alike) }
            if let wrong = leak.wrong, wrong.without > wrong.all {
                let name = leak.messageClass == .spam ? "spam missed" : "ham lost"
                report.line(
                    "    \(name) without it: \(fixedPoint(100 * wrong.without, digits: 2)) %, "
                        + "not \(fixedPoint(100 * wrong.all, digits: 2)) %")
            }
        }
        if seen.count > maxLines { report.line("and \(seen.count - maxLines) more") }
        if !seen.isEmpty {
            report.paragraph(
                "Where a filter or your own server writes such a field, name it under 'ignore-fields': figures measured "
                    + "with it are better than the live filter can be.")
        }
        if !unseen.isEmpty {
            report.paragraph("These foretell the label, too, but features never show them (ignored already):")
            for leak in unseen.prefix(maxLines) {
                report.line("\(leak.clue.kind.rawValue) '\(leak.clue.value)': \(evidence(leak))")
            }
            if unseen.count > maxLines { report.line("and \(unseen.count - maxLines) more") }
        }
    }

    private func evidence(_ leak: CorpusLeak) -> String {
        let (own, other) = leak.messageClass == .spam ? ("spam", "ham") : ("ham", "spam")
        return "in \(grouped(leak.own.messages)) of \(grouped(leak.own.all)) \(own), "
            + "\(grouped(leak.other.messages)) of \(grouped(leak.other.all)) \(other)"
    }

    private func alike(_ leak: CorpusLeak) -> String? {
        if leak.alike.isEmpty { return nil }
        let names = leak.alike.prefix(2).map { "\($0.kind.rawValue) '\($0.value)'" }
        let more = leak.alike.count > names.count ? " and \(leak.alike.count - names.count) more" : ""
        return "with " + names.joined(separator: ", ") + more
    }

    private func addCampaigns(to report: inout TextReport) {
        let campaigns = inspection.campaigns
        report.section("Campaigns: the same message, or nearly")
        report.paragraph(
            "\(counted(campaigns.messageCount, "message")) in \(counted(campaigns.campaigns.count, "campaign")); "
                + "\(counted(campaigns.exactCopies, "exact copy", "exact copies")).")
        if campaigns.campaigns.isEmpty { return }
        report.line(
            "messages".leftPadded(8) + "copies".leftPadded(8) + "ham".leftPadded(7) + "spam".leftPadded(7)
                + "accounts".leftPadded(9) + "networks".leftPadded(9) + "  first seen  last seen")
        for campaign in campaigns.campaigns.prefix(maxLines) {
            let seen = campaign.seen.map { "\(Self.day($0.lowerBound))  \(Self.day($0.upperBound))" } ?? "-"
            report.line(
                grouped(campaign.messages.count).leftPadded(8) + grouped(campaign.exactCopies).leftPadded(8)
                    + grouped(campaign.ham).leftPadded(7) + grouped(campaign.spam).leftPadded(7)
                    + grouped(campaign.accounts).leftPadded(9)
                    + (campaign.networks.map(grouped) ?? "-").leftPadded(9) + "  " + seen)
            if let first = campaign.messages.first {
                report.line("         e.g. " + TextReport.shortened(name(of: messages[first]), to: 66))
            }
        }
        let contradictory = campaigns.campaigns.filter(\.isContradictory)
        if !contradictory.isEmpty {
            report.paragraph(
                "\(counted(contradictory.count, "campaign has", "campaigns have")) both labels: look at these first.")
            for campaign in contradictory.prefix(maxLines) {
                guard let first = campaign.messages.first else { continue }
                report.line(
                    "  \(campaign.ham) ham, \(campaign.spam) spam, e.g. "
                        + TextReport.shortened(name(of: messages[first]), to: 50))
            }
        }
    }

    private func addSplits(to report: inout TextReport) {
        guard let splits = inspection.splits, !splits.splits.isEmpty else { return }
        report.section("Error by how messages are split")
        report.line(
            "split".rightPadded(10) + "judged".leftPadded(9) + "(1-ROCA) %".leftPadded(12)
                + "95 % interval".leftPadded(20)
                + "ham lost %".leftPadded(12) + "spam missed %".leftPadded(15))
        for split in splits.splits {
            let interval = split.interval.map { "\(Self.figure($0.lower)) to \(Self.figure($0.upper))" } ?? "-"
            let metrics = split.metrics
            report.line(
                split.name.rightPadded(10) + grouped(metrics.messages).leftPadded(9)
                    + (metrics.oneMinusROCAPercent.map(Self.figure) ?? "-").leftPadded(12) + interval.leftPadded(20)
                    + (metrics.hmPercent.map(Self.figure) ?? "-").leftPadded(12)
                    + (metrics.smPercent.map(Self.figure) ?? "-").leftPadded(15))
        }
        report.paragraph(
            "At random, copies of one message are both learned and judged; by time, each fifth is judged by what came before; "
                + "by campaign, nothing like a message was learned.")
    }

    /// A percentage, finely enough for a good filter's.
    private static func figure(_ percent: Double) -> String { fixedPoint(percent, digits: percent < 10 ? 4 : 2) }

    /// Labels that are wrong with less than this are not named.
    private static let leastDoubt = 0.05

    private func addSuspects(to report: inout TextReport) {
        report.section("Labels that are probably wrong")
        guard let expected = inspection.expectedWrong else {
            return report.paragraph(
                "not judged: that takes at least \(Inspection.fewestLabels) messages labelled ham and as many labelled spam"
            )
        }
        report.paragraph(
            "By what a learner makes of all others, about \(grouped(Int(expected.rounded()))) labels are wrong.")
        let doubted = inspection.suspects.filter { $0.probability >= Self.leastDoubt }
        if doubted.isEmpty { report.paragraph("No single label is doubted much; --json ranks them all the same.") }
        for (number, suspect) in doubted.prefix(maxLines).enumerated() {
            for (place, line) in (lines(of: suspect) + commands(for: suspect)).enumerated() {
                report.line((place == 0 ? "\(number + 1)." : "").rightPadded(4) + line)
            }
        }
        if doubted.count > maxLines { report.line("and \(doubted.count - maxLines) more, in --json") }
        if case .archives = origin, !doubted.isEmpty {
            report.paragraph(
                "'spreu show FILE' shows a message, 'spreu explain --model M FILE' why it is scored so. A wrong label is put "
                    + "right by moving the message, or in the index.")
        }
    }

    /// What is known of a suspect label, in lines of at most 76 columns.
    package func lines(of suspect: SuspectLabel) -> [String] {
        let message = messages[suspect.message]
        let label = (suspect.label == .spam ? "spam" : "ham") + (message.isLabelledByHand ? " by hand" : "")
        // What rests on the scores alone is never certain.
        let probability = fixedPoint(min(99.9, 100 * suspect.probability), digits: 1)
        let score = fixedPoint(suspect.score, digits: 2)
        let day = message.date.map(Self.day) ?? "no date"
        let neighbours = suspect.neighbours.map { near -> String in
            (near.label == .spam ? "spam " : "ham ") + fixedPoint(near.resemblance, digits: 2)
        }
        var lines = ["labelled \(label), wrong with \(probability) %, log-odds \(score), \(day)"]
        lines.append(TextReport.shortened(name(of: message), to: 76))
        if let place = message.place { lines.append("in " + TextReport.shortened(place, to: 73)) }
        if let account = message.account { lines.append("of " + account) }
        lines.append("nearest: " + (neighbours.isEmpty ? "nothing like it" : neighbours.joined(separator: ", ")))
        return lines
    }

    /// What explains a message, and what gives it the other label.
    package func commands(for suspect: SuspectLabel) -> [String] {
        guard case .store = origin else { return [] }
        return [
            "spreu find \(digestWithOptions(of: suspect.message))",
            command(labelling: suspect.message, suspect.label == .spam ? .ham : .spam),
        ]
    }

    /// What gives a message of a store a label.
    package func command(labelling message: Int, _ label: MessageClass) -> String {
        "spreu label \(label == .spam ? "spam" : "ham") \(digestWithOptions(of: message))"
    }

    private func digestWithOptions(of message: Int) -> String {
        let digest = Self.digest(of: messages[message])
        guard case .store(let options) = origin, !options.isEmpty else { return digest }
        return digest + " " + options
    }

    private func addDrift(to report: inout TextReport) {
        let drift = inspection.drift
        guard drift.months.count > 1 else { return }
        report.section("Drift")
        report.line(
            "month".rightPadded(10) + "ham".leftPadded(8) + "spam".leftPadded(8) + "judged".leftPadded(9)
                + "wrong %".leftPadded(9) + "95 % interval".leftPadded(18))
        for month in drift.months.suffix(24) {
            let error = month.judged > 0 ? 100 * Double(month.wrong) / Double(month.judged) : nil
            let interval = month.error.map {
                "\(fixedPoint($0.lower, digits: 1)) to \(fixedPoint($0.upper, digits: 1))"
            }
            report.line(
                month.name.rightPadded(10) + grouped(month.ham).leftPadded(8) + grouped(month.spam).leftPadded(8)
                    + grouped(month.judged).leftPadded(9)
                    + (error.map { fixedPoint($0, digits: 1) } ?? "-").leftPadded(9)
                    + (interval ?? "-").leftPadded(18))
        }
        if drift.months.count > 24 { report.line("and \(drift.months.count - 24) months before") }
        if drift.alarms.isEmpty {
            return report.paragraph(
                "No share of either class changed by more than a little (\(grouped(drift.comparisons)) compared).")
        }
        report.paragraph(
            "Shares that are others than in all months before, by more than chance and more than a little (Cohen's h, with an "
                + "interval corrected for \(grouped(drift.comparisons)) comparisons):")
        for change in drift.alarms.prefix(maxLines) {
            let label = change.label == .spam ? "spam" : "ham"
            report.line(
                "\(change.month) \(label.rightPadded(4)) \(change.fact.topic.rawValue) \(change.fact.name): "
                    + "\(fixedPoint(100 * change.before, digits: 1)) to \(fixedPoint(100 * change.now, digits: 1)) %, h "
                    + "\(fixedPoint(change.effect.h, digits: 2)) [\(fixedPoint(change.effect.interval.lower, digits: 2)), "
                    + "\(fixedPoint(change.effect.interval.upper, digits: 2))]")
        }
        if drift.alarms.count > maxLines { report.line("and \(drift.alarms.count - maxLines) more") }
    }
}
