// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import MailMessage
import NightlyBatch
import SpamEvaluation
import SpamModel
import TestSupport
import Testing
import TextOutput

@Suite("Groups of the evaluation")
struct EvaluationGroupTests {
    /// A message `account/source/origin/number`, so that its path says of what groups it is.
    private func message(_ path: String, isSpam: Bool, wrong: Bool = false) -> ScoredMessage {
        ScoredMessage(path: path, judge: isSpam ? .spam : .ham, verdict: isSpam != wrong ? .spam : .ham, score: 0)
    }

    private func groups(_ messages: [ScoredMessage]) -> EvaluationGroups {
        EvaluationGroups(messages) { path in
            let parts = path.split(separator: "/").map { $0 == "-" ? nil : String($0) }
            var groups: [EvaluationGroups.Grouping: String] = [:]
            (groups[.account], groups[.source], groups[.origin]) = (parts[0], parts[1], parts[2])
            groups[.kind] = SenderKind(rawValue: parts[1] ?? "")?.rawValue
            return groups
        }
    }

    @Test("each message counts in one group of a kind, and in none of what is not known")
    func counts() throws {
        var messages = (0..<6).map { message("anna/traps/inbox/\($0)", isSpam: false, wrong: $0 < 2) }
        messages += (0..<8).map { message("-/traps/junk/\($0)", isSpam: true, wrong: $0 < 3) }
        let groups = groups(messages)
        let json = try JSON(Array(groups.json.text.utf8))
        #expect(json["account"]["anna"]["hamLost"].integer == 2 && json["account"]["anna"]["ham"].integer == 6)
        #expect(json["source"]["traps"]["spam"].integer == 8 && json["source"]["traps"]["spamMissed"].integer == 3)
        #expect(json["origin"]["junk"]["ham"].integer == 0 && json["origin"]["inbox"]["spam"].integer == 0)
        #expect(
            groups.lines == [
                "label junk: 0 ham (0 lost), 8 spam (3 missed)", "label inbox: 6 ham (2 lost), 0 spam (0 missed)",
                "rule traps: 6 ham (2 lost), 8 spam (3 missed)", "account anna: 6 ham (2 lost), 0 spam (0 missed)",
            ])
    }

    @Test("ham that was lost is told by how its senders stand to the site")
    func kinds() throws {
        var messages = (0..<30).map { message("a/firstContact/o/\($0)", isSpam: false, wrong: $0 < 2) }
        messages += (0..<1_200).map { message("a/bulk/o/\($0)", isSpam: false, wrong: $0 < 3) }
        messages += (0..<9).map { message("a/reply/o/\($0)", isSpam: false) }
        messages += (0..<9).map { message("a/known/o/\($0)", isSpam: true) }
        let groups = groups(messages)
        #expect(groups.hamByKind == "ham lost: 0 of 9 replies, 2 of 30 first contacts, 3 of 1,200 bulk")
        let json = try JSON(Array(groups.json.text.utf8))
        #expect(json["kind"]["bulk"]["hamLost"].integer == 3 && json["kind"]["known"]["spam"].integer == 9)
        #expect(self.groups([message("a/s/o/1", isSpam: false)]).hamByKind == nil)
    }

    @Test(
        "a sender is known by the ledger, an answer and bulk by the header's fields",
        arguments: [
            ("In-Reply-To: <1@a.example>", true, SenderKind.reply), ("X-A: b", true, .known),
            ("List-Id: <l.example>", true, .known), ("List-Id: <l.example>\nReferences: <1@b>", false, .bulk),
            ("Precedence: bulk", false, .bulk), ("AUTO-SUBMITTED: auto-generated", false, .bulk),
            ("References: <1@b>", false, .firstContact), ("Subject: List-Id and Precedence", false, .firstContact),
        ])
    func kind(field: String, isKnown: Bool, kind: SenderKind) {
        let key = SiteKey.random()
        var extractor = FeatureExtractor(key: key)
        let features = extractor.extract(Message(Array("From: a@b.example\n\(field)\n\nText\n".utf8)))
        #expect(SenderKinds(key: key).kind(of: features, isSenderKnown: isKnown) == kind)
    }

    @Test("of ten thousand accounts the text names the three worst, and programs get the thousand largest")
    func bounded() throws {
        var messages: [ScoredMessage] = []
        for account in 0..<10_000 {
            for number in 0..<5 + account % 2 {
                messages.append(
                    message(
                        "a\(account)/s\(account % 50)/o\(account % 50)/\(number)", isSpam: number == 0, wrong: false))
            }
        }
        for (account, lost) in [("a7", 4), ("a8", 2), ("a9", 3), ("a11", 1)] {
            messages += (0..<lost).map { message("\(account)/s/o/x\($0)", isSpam: false, wrong: true) }
        }
        // Too few to say anything.
        messages += (0..<4).map { message("few/s/o/\($0)", isSpam: false, wrong: true) }
        let groups = groups(messages)
        #expect(groups.lines.count == 10)
        #expect(groups.lines.suffix(3).map { $0.prefix(10) } == ["account a7", "account a9", "account a8"])
        guard case .object(let kinds) = groups.json, case .object(let accounts) = kinds["account"] else {
            Issue.record("no groups")
            return
        }
        #expect(accounts.count == 1_000 && accounts["a7"] != nil && accounts["few"] == nil)
    }
}
