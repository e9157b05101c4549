// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import MailFeatures
import MailIngest
import SpamTraining
import TestSupport
import Testing
import TrainingStore

@Suite("Labels of folders")
struct FolderRuleTests {
    private static let day: Int64 = 86_400

    private func label(
        _ folder: String?, _ flags: MaildirFlags = .seen, _ keywords: [String] = [], days: Int64 = 30,
        moved: Bool = false, filtered: Bool = false
    ) -> String {
        let placement = Placement(
            folder: folder, flags: flags, keywords: keywords, secondsThere: days * Self.day, wasMoved: moved,
            wasFiltered: filtered, isMaildir: true)
        switch FolderRule().label(placement) {
        case .label(let opinion): return (opinion.isSpam ? "spam" : "ham") + (opinion.weight == 1 ? "" : " lightly")
        case .unlabelled(let reason, _): return reason
        case .sent: return "sent"
        }
    }

    @Test("folders are known by the names that people see")
    func folders() {
        for folder in ["Junk", "Spam", "Unerwünscht", "Unerwu\u{308}nscht", "Junk/2024", "INBOX/Spam"] {
            #expect(label(folder) == "spam", "\(folder)")
        }
        for folder in ["INBOX", "inbox", "Archive", "Archive/2024", "INBOX/Archiv"] { #expect(label(folder) == "ham") }
        for folder in ["Lists", "Junkyard", "INBOX/Trashy", "spamassassin-users"] {
            #expect(label(folder) == "folder not named", "\(folder)")
        }
    }

    @Test(
        "what was delivered to Junk before the day of existing-junk is spam, whoever filed it, until somebody says otherwise"
    )
    func existingJunk() {
        var rule = FolderRule()
        func origin(
            _ folder: String, delivered: Int64?, _ flags: MaildirFlags = [], _ keywords: [String] = [],
            moved: Bool = false, filtered: Bool = true, days: Int64 = 2
        ) -> String? {
            let placement = Placement(
                folder: folder, flags: flags, keywords: keywords, secondsThere: days * Self.day, wasMoved: moved,
                wasFiltered: filtered, delivered: delivered, isMaildir: true)
            guard case .label(let opinion) = rule.label(placement) else { return nil }
            return (opinion.isSpam ? "spam " : "ham ") + opinion.origin
        }
        #expect(origin("Junk", delivered: 999, filtered: false) == nil)
        rule.existingJunk = 1_000
        #expect(origin("Junk", delivered: 999) == "spam existing junk")
        #expect(origin("Junk", delivered: 999, filtered: false) == "spam existing junk")
        #expect(origin("Junk/2024", delivered: 999, .seen) == "spam existing junk")
        #expect(origin("Junk", delivered: 1_000) == "spam silent")
        #expect(
            origin("Junk", delivered: nil) == "spam silent" && origin("Junk", delivered: nil, filtered: false) == nil)
        #expect(origin("Junk", delivered: 999, moved: true) == "spam moved to junk")
        #expect(
            origin("Junk", delivered: 999, [], ["$NotJunk"]) == nil && origin("Junk", delivered: 999, days: 0) == nil)
        #expect(origin("INBOX", delivered: 999, .seen, moved: true) == "ham moved to ham")
    }

    @Test("what was not read, deleted, drafted or sent is never a label")
    func never() {
        #expect(label("INBOX", []) == "unread")
        #expect(label("INBOX", [.seen, .recent]) == "unread")
        #expect(label("Junk", []) == "unread")
        #expect(label("Trash") == "deleted" && label("Papierkorb") == "deleted")
        #expect(label("INBOX", [.seen, .trashed]) == "deleted" && label("Junk", [.seen, .trashed]) == "deleted")
        #expect(label("Drafts") == "draft" && label("INBOX", [.seen, .draft]) == "draft")
        #expect(label("Gesendet") == "sent" && label("Sent", .seen, ["$Junk"]) == "sent")
        #expect(label("Sent", [], days: 0) == "sent" && label("Sent/2024", moved: true) == "sent")
        #expect(label("Sent", [.seen, .trashed]) == "deleted" && label("Sent", [.seen, .draft]) == "draft")
    }

    @Test(
        "the folders of Outlook, Apple Mail, Thunderbird, Roundcube and K-9 are known in English, German and French",
        arguments: [
            ("spam", ["Junk E-Mail", "Junk-E-Mail", "Junk Email", "Bulk Mail", "Unerwünscht", "Indésirables"]),
            ("spam", ["Courrier indésirable", "Pourriel", "Spam", "Junk"]),
            (
                "deleted",
                ["Deleted Messages", "Deleted Items", "Gelöschte Elemente", "Gelöschte Objekte", "Papierkorb"]
            ),
            ("deleted", ["Corbeille", "E\u{301}léments supprimés", "Trash"]), ("draft", ["Entwürfe", "Brouillons"]),
            ("sent", ["Sent Messages", "Sent Items", "Gesendet", "Gesendete Objekte", "Gesendete Elemente"]),
            ("sent", ["Éléments envoyés", "Messages envoyés"]), ("ham", ["INBOX", "Archiv", "Archives"]),
        ])
    func clients(label: String, folders: [String]) {
        for folder in folders {
            // With and without a server that puts all of them below INBOX.
            #expect(self.label(folder) == label, "\(folder)")
            if folder != "INBOX" { #expect(self.label("INBOX/" + folder + "/2024") == label, "\(folder)") }
        }
    }

    @Test("ham: * or rest takes what has no other use", arguments: ["*", "rest"])
    func rest(name: String) {
        var rule = FolderRule()
        #expect(rule.use(of: "Projects/A") == nil)
        rule.ham = [name]
        #expect(rule.use(of: "Projects/A") == .ham && rule.use(of: "INBOX") == .ham)
        #expect(rule.use(of: "Junk") == .spam && rule.use(of: "INBOX/Trash") == .trash)
        #expect(rule.use(of: "Sent/2024") == .sent && rule.use(of: "Drafts") == .drafts)
        rule.ham = ["Projects/*"]
        #expect(rule.use(of: "Projects") == .ham && rule.use(of: "Projects/A") == .ham && rule.use(of: "INBOX") == nil)
    }

    @Test("a message counts when it has lain in its folder for the settle time")
    func settled() {
        #expect(label("INBOX", days: 0) == "not settled" && label("Junk", days: 0, moved: true) == "not settled")
        #expect(label("INBOX", days: 1) == "ham")
    }

    @Test("keywords are known in any case, and those that contradict say nothing")
    func keywords() {
        for keyword in ["$Junk", "$JUNK", "Junk", "junk"] { #expect(label("INBOX", .seen, [keyword]) == "spam") }
        for keyword in ["$NotJunk", "NonJunk", "notjunk", "NotJunk"] {
            #expect(label("Lists", .seen, [keyword]) == "ham")
        }
        #expect(label("INBOX", .seen, ["$Junk", "NonJunk"]) == "keywords contradict")
        #expect(label("Junk", .seen, ["$NotJunk"]) == "keyword contradicts folder")
        #expect(label("INBOX", [], ["$Junk"]) == "unread")
    }

    @Test(
        "junk that the filter filed counts lightly when nobody rescued it; what a user moved counts whole, read or not")
    func silent() {
        #expect(label("Junk", [], days: 0, filtered: true) == "not settled")
        #expect(label("Junk", [], days: 2, filtered: true) == "spam lightly")
        #expect(label("Junk", .seen, days: 2, filtered: true) == "spam lightly")
        #expect(label("Junk", [], days: 2, moved: true) == "spam")
        #expect(label("Junk", .seen, days: 2, moved: true, filtered: true) == "spam")
    }
}
