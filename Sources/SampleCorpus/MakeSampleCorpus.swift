// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Writes the sample corpus: `make-sample-corpus [FOLDER]`, by default `corpora/sample`.
@main
enum MakeSampleCorpus {
    static let seed: UInt64 = 20_260_101
    /// Stands in the folder; without it a folder is not ours to empty.
    static let marker = "MADE-BY-MAKE-SAMPLE-CORPUS"

    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.contains(where: { $0.hasPrefix("-") }) || arguments.count > 1 {
            print("usage: make-sample-corpus [FOLDER]     writes the sample corpus (default: corpora/sample)")
            exit(arguments.contains("--help") || arguments.contains("-h") ? 0 : 64)
        }
        let folder = arguments.first ?? "corpora/sample"
        do {
            try empty(folder)
            let (ham, spam) = try write(to: Files(root: folder))
            print("\(folder): \(ham) ham, \(spam) spam; ham.mbox, spam.mbox, Maildir, index with eml")
        } catch {
            FileHandle.standardError.write(Data("make-sample-corpus: error: \(error)\n".utf8))
            exit(74)
        }
    }

    /// Removes what an earlier version wrote, so that nothing of it stays between the new files.
    private static func empty(_ folder: String) throws {
        let files = FileManager.default
        guard let names = try? files.contentsOfDirectory(atPath: folder), !names.isEmpty else { return }
        guard names.contains(marker) else { throw NotOurs(folder: folder) }
        try files.removeItem(atPath: folder)
    }

    private static func write(to files: Files) throws -> (ham: Int, spam: Int) {
        var studio = Studio(seed: seed)
        Conversations.play(&studio)
        MailingLists.play(&studio)
        Newsletters.play(&studio)
        Transactions.play(&studio)
        AutomaticMail.play(&studio)
        Phishing.play(&studio)
        Frauds.play(&studio)

        // Equal moments keep the order in which they were written.
        let ordered = studio.letters.enumerated().sorted {
            ($0.element.moment.seconds, $0.offset) < ($1.element.moment.seconds, $1.offset)
        }.map(\.element)
        let stored = ordered.map { StoredLetter(letter: $0, bytes: $0.render(&studio.random)) }
        try files.makeFolder("")
        try files.write([], to: marker)
        var writer = CorpusWriter(files: files, letters: stored, random: SplitMix64(seed: seed &+ 1))
        try writer.writeMboxes()
        try writer.writeIndex()
        try writer.writeMaildir()
        try writeNewMessages(to: files)
        let spam = stored.count { $0.letter.isSpam }
        return (stored.count - spam, spam)
    }

    /// `new/ham.eml` and `new/spam.eml`: two messages that are not in the corpus, to be classified.
    private static func writeNewMessages(to files: Files) throws {
        var studio = Studio(seed: seed &+ 2)
        Transactions.play(&studio)
        Phishing.play(&studio)
        Frauds.play(&studio)
        try files.makeFolder("new")
        for isSpam in [false, true] {
            let name = isSpam ? "new/spam.eml" : "new/ham.eml"
            let fitting = studio.letters.filter {
                $0.isSpam == isSpam && $0.language == .german && $0.attachments.isEmpty
                    && (isSpam || $0.shape != .plain)
            }
            guard let fitting = isSpam ? fitting.last : fitting.first else { throw NothingFits(name: name) }
            try files.write(fitting.render(&studio.random), to: name, time: fitting.moment.seconds)
        }
    }
}

/// The folder holds something else than an earlier sample corpus.
struct NotOurs: Error, CustomStringConvertible {
    let folder: String
    var description: String { "\(folder) is not empty and no sample corpus; name another folder, or empty it" }
}

/// The scenes made no letter of the wanted kind: their numbers were changed too far.
struct NothingFits: Error, CustomStringConvertible {
    let name: String
    var description: String { "no letter fits \(name)" }
}
