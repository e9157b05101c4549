// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import ReportPages
import SpamEvaluation
import SpamReports
import Testing

@Suite("An evaluation in a terminal")
struct EvaluationLinesTests {
    private static func text(
        ham: Int = 1_500, spam: Int = 900, _ language: Language = .english, path: (Int) -> String = { "mail/\($0)" }
    ) -> String {
        EvaluationLines(EvaluationReport(Sample.scored(ham: ham, spam: spam, path: path), isInTime: true), language)
            .text
    }

    private static func scored(_ path: String, _ judge: MessageClass, _ score: Double) -> ScoredMessage {
        ScoredMessage(path: path, judge: judge, verdict: score > 0 ? .spam : .ham, score: score)
    }

    private static func columns(_ text: String) -> Int { text.split(separator: "\n").map(\.count).max() ?? 0 }

    @Test("every text exists in both languages, with as many places for numbers")
    func complete() {
        func texts(_ language: Language) -> [(key: String, text: String)] {
            Mirror(reflecting: EvaluationLineTexts.of(language)).children.flatMap { child in
                let key = child.label ?? ""
                return (child.value as? [String])?.map { (key, $0) } ?? (child.value as? String).map { [(key, $0)] }
                    ?? []
            }
        }
        let (english, german) = (texts(.english), texts(.german))
        #expect(english.count > 30 && english.map(\.key) == german.map(\.key))
        for (one, other) in zip(english, german) {
            #expect(!one.text.isEmpty && !other.text.isEmpty && other.text != one.text || one.text == "{}", "\(one)")
            #expect(
                one.text.split(separator: "{}", omittingEmptySubsequences: false).count
                    == other.text.split(separator: "{}", omittingEmptySubsequences: false).count, "\(one.key)")
        }
    }

    @Test("it has a count beside every rate, and fits 80 columns", arguments: Language.allCases)
    func rates(language: Language) {
        for (ham, spam) in [(1_500, 900), (90, 70), (120_000, 65_000)] {
            let text = Self.text(ham: ham, spam: spam, language)
            #expect(Self.columns(text) <= 80, "\(text)")
            let rates = text.split(separator: "\n").filter { $0.hasPrefix("sm%") || $0.hasPrefix("hm%") }
            let all = LocalNumbers(language)
            #expect(rates.count == 6)
            for line in rates { #expect(line.contains(all.count(ham)) || line.contains(all.count(spam)), "\(line)") }
        }
        let text = Self.text(language)
        if language == .english {
            #expect(text.hasPrefix("2,400 messages: 1,500 ham, 900 spam\n\n"))
            #expect(text.contains("\nsm% at hm 0.1 % ") && text.contains("\n    of the later half: "))
            #expect(text.contains("\nnote: sm% at hm 0.01 %: finer than 1,500 ham can show"))
        } else {
            #expect(text.hasPrefix("2.400 Nachrichten: 1.500 erwünscht, 900 Spam\n\n"))
            #expect(text.contains("\nsm% bei hm 0,1 % ") && text.contains("\n    in der späteren Hälfte: "))
            #expect(text.contains("\nHinweis: sm% bei hm 0,01 %: feiner, als 1.500"))
            #expect(!text.contains(" missed") && !text.contains("of "))
        }
    }

    @Test("the worst messages are named by path, which is never cut")
    func worst() {
        let long = "/var/vmail/example.org/anna/Maildir/.Junk/cur/1764216681.M867497P2167.imap,S=2865:2,Sc"
        let messages = [
            Self.scored("spam/lost", .spam, -9), Self.scored(long, .ham, 8), Self.scored("ham/a", .ham, -1),
            Self.scored("spam/b", .spam, 3),
        ]
        let text = EvaluationLines(EvaluationReport(messages), .english).text
        #expect(text.contains("  spam    -9.000  2 ham above it   spam/lost\n"), "\(text)")
        #expect(text.contains("  ham      8.000  2 spam below it\n      \(long)\n"), "\(text)")
        let german = EvaluationLines(EvaluationReport(messages), .german).text
        #expect(german.contains("  Spam    -9,000  2 erw. darüber   spam/lost\n"), "\(german)")
    }

    @Test("a path with line ends forges no line")
    func forgedPath() {
        let messages = [
            Self.scored("spam\nhm% 0\u{85}\u{202E}", .spam, -9), Self.scored("ham/a", .ham, -1),
            Self.scored("s", .spam, 3),
        ]
        let text = EvaluationLines(EvaluationReport(messages, worstCount: 2), .english).text
        #expect(text.contains("  spam\\nhm% 0") && !text.contains("\nhm% 0\n"), "\(text)")
        #expect(!text.unicodeScalars.contains("\u{202E}") && !text.unicodeScalars.contains("\u{85}"))
    }

    @Test("nothing scored is a report, too")
    func empty() {
        let report = EvaluationReport([])
        let text = EvaluationLines(report, .english).text
        #expect(text.hasPrefix("0 messages: 0 ham, 0 spam\n") && text.contains("\nnote: no message was scored\n"))
        let german = EvaluationLines(report, .german).text
        #expect(german.contains("keine") && german.contains("\nHinweis: Es wurde nichts bewertet.\n"))
    }

    @Test("a comparison names the figures of both, the difference and its interval, in 80 columns")
    func comparison() throws {
        let first = Sample.scored(ham: 600, spam: 400)
        let second = first.map { Self.scored($0.path, $0.judge, $0.score + ($0.judge == .spam ? 2 : -2)) }
        let comparison = try PairedBootstrap(resamples: 200).compare(first, second)
        let report = EvaluationReport(second)
        let text = EvaluationLines(report, .english).text(of: comparison, with: "other.scores")
        #expect(
            text.hasPrefix("Against other.scores (first; this evaluation is the second):\n1,000 messages scored by"))
        let area = text.split(separator: "\n").first { $0.hasPrefix("(1-ROCA)%") } ?? ""
        #expect(area.contains("(-") && area.hasSuffix(" surely"), "\(area)")
        let german = EvaluationLines(report, .german).text(of: comparison, with: "other.scores")
        #expect(german.contains("\nsm% bei hm 0,1 % ") && german.contains(" sicher\n"), "\(german)")
        #expect(Self.columns(text) <= 80 && Self.columns(german) <= 80, "\(text)\(german)")
    }
}
