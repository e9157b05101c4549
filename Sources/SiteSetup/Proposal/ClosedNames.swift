import MailIngest
// SPDX-License-Identifier: Apache-2.0
package import NightlyBatch

/// What an administrator says stays closed: words of which nobody had to say whether an account or a folder is meant.
///
/// While they are sorted, each stands for both: nothing is opened because a word was taken for the wrong thing.
package struct ClosedNames: Sendable, Equatable {
    /// What a word turned out to name.
    package struct Meaning: Sendable, Equatable {
        /// The word.
        package var word: String
        /// How many accounts it closes, and how many folders of others.
        package var accounts: Int
        /// See ``accounts``.
        package var folders: Int
    }

    /// The words, each once.
    package let words: [String]
    /// What is closed whatever the words say: it was before.
    private let before: Exclusions

    /// Takes words, and what a configuration excludes already.
    package init(_ words: [String], before: Exclusions) {
        var seen: Set<String> = []
        // As a shell completes the path of a folder.
        let plain = words.map { word in word.count > 1 && word.hasSuffix("/") ? String(word.dropLast()) : word }
        self.words = plain.filter { !$0.isEmpty && seen.insert($0).inserted }
        self.before = before
    }

    /// What is excluded while nobody knows what the words name: each as an account and as a folder.
    package var cautious: Exclusions {
        var exclude = before
        exclude.accounts.patterns += words.filter { !exclude.accounts.patterns.contains($0) }
        exclude.folders += words.filter { !$0.hasPrefix("/") && !exclude.folders.contains($0) }
        return exclude
    }

    /// What each word names, among what was found with the cautious exclusions.
    package func meanings(_ found: FoundSources) -> [Meaning] {
        let folders = ExcludedMail(found).folderNames
        return words.map { word in
            let pattern = AccountPatterns([word])
            var one = Exclusions()
            one.folders = [word]
            return Meaning(
                word: word,
                accounts: found.closed.count { pattern.cover(login: $0.name, path: $0.maildir) },
                folders: word.hasPrefix("/") ? 0 : folders.count { one.cover(folder: $0) })
        }
    }

    /// What the configuration is to exclude: each word as what it names; one that names nothing as both, since it may be an
    /// account that is not there yet.
    package func exclusions(_ meanings: [Meaning]) -> Exclusions {
        var exclude = before
        for meaning in meanings {
            let isUnknown = meaning.accounts + meaning.folders == 0
            if meaning.accounts > 0 || isUnknown, !exclude.accounts.patterns.contains(meaning.word) {
                exclude.accounts.patterns.append(meaning.word)
            }
            if meaning.folders > 0 || isUnknown && !meaning.word.contains(where: { "/@".contains($0) }),
                !exclude.folders.contains(meaning.word)
            {
                exclude.folders.append(meaning.word)
            }
        }
        return exclude
    }
}
