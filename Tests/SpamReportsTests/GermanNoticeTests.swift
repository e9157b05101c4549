// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import Glibc
import MailArchive
import MailFeatures
import MailIngest
import NightlyBatch
import ReportPages
import SpamReports
import TestSupport
import Testing
import TrainingStore

@Suite("Notices in German")
struct GermanNoticeTests {
    private static func archive(_ problem: ArchiveWarning.Problem, count: Int = 1) -> BatchWarning {
        .archives(
            WarningGroup(
                rule: "/srv/*", example: ArchiveWarning(path: "/srv/a", problem: problem, outcome: "skipped"),
                count: count))
    }

    /// Each kind of notice, with words that must stand in its German text.
    static let notices: [(BatchWarning, [String])] = [
        (.source(.nothingThere("/srv/*")), ["/srv/*: passt auf nichts"]),
        (.source(.noAccount("bert", key: "reports")), ["„bert“ in „reports“", "legen Sie das Postfach an"]),
        (
            .source(.unlisted(1_200, example: UnlistedFolder(path: "/srv/x", code: EACCES), hasExclusions: true)),
            ["1.200 Ordner", "/srv/x (keine Berechtigung)", "ausgenommen", "als root: spreu doctor --fix-permissions"]
        ),
        (archive(.cannotOpen(code: EACCES), count: 1_500), ["1.500 wie dieses in /srv/*: /srv/a", "übersprungen"]),
        (archive(.messageTooLong(bytes: 70_000_000)), ["70.000.000 Bytes"]),
        (.emptied(accounts: 3, example: "account 7"), ["3 Konten haben", "account 7", "gilt nicht als gelöscht"]),
        (.oldReports("voll"), ["Alte Berichte", "voll"]),
        (
            .changed([ChangedAccount(account: "account 7", messages: 4_000)], command: "--config x"),
            [
                "Mail von account 7 (4.000 Nachrichten) liegt auf einmal in anderen Ordnern",
                "„spreu nightly --config x --accept 'account 7'“",
            ]
        ),
        (.nothingToAccept(account: "bert"), ["„bert“ hat keine Mail"]),
        (.noDropFolder("/srv/drop"), ["/srv/drop", "legen Sie ihn an"]), (.dropUnread("EIO"), ["EIO"]),
        (.outdated(1_000), ["1.000 Nachrichten"]), (.unread(2_000), ["2.000 Nachrichten warten"]),
        (.rereading(.rereading(done: 5, all: 9)), ["5 von 9", "das jetzige Modell bleibt"]),
        (.oldModel(days: 12), ["12"]), (.stale(.noMail(days: 8)), ["8"]),
        (.clock(lastNight: nil), ["es gab keinen"]), (.clock(lastNight: 1_772_850_600), ["07.03.2026"]),
        (.unrecorded("voll"), ["Dieser Lauf steht nicht"]), (.reportUnwritten("voll"), ["nicht gespeichert"]),
    ]

    @Test("every kind says in German what, where, and what to do", arguments: notices.indices)
    func notice(index: Int) {
        let (warning, words) = Self.notices[index]
        var report = Sample.night(warnings: [warning])
        report.leaks = nil
        let html = NightPage(report, .german).html
        for word in words { #expect(html.contains(Self.escaped(word)), "\(warning)") }
        #expect(!html.contains(Self.escaped(warning.description)) && !html.contains("auf Englisch"))
        #expect(NightPage(report, .english).html.contains(Self.escaped(warning.description)))
    }

    @Test("a header field that gives the label away is named, as a stranger's word")
    func leak() {
        var report = Sample.night()
        report.leaks = [
            HeaderLeak(
                field: "x-<spam>", messageClass: .spam, isWord: true, own: .init(messages: 990, all: 1_000),
                other: .init(messages: 1, all: 2_000))
        ]
        let html = NightPage(report, .german).html
        #expect(
            html.contains("Das Kopffeld „x-&lt;spam&gt;“ steht mit demselben Wort in 990 von 1.000 Spam-Nachrichten"))
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("'", with: "&#39;").replacing("\"", with: "&quot;")
    }
}
