// SPDX-License-Identifier: Apache-2.0
import ReportPages
import SiteSetup

/// What `spreu init` says, in one language; `{}` stands for what is named.
struct InitTexts: Sendable {
    /// A count with its noun, of one and of any other number.
    struct Noun: Sendable {
        var one: String
        var many: String

        func counted(_ count: Int, _ numbers: LocalNumbers) -> String {
            numbers.count(count) + " " + (count == 1 ? one : many)
        }
    }

    var account: Noun
    var folder: Noun
    var message: Noun
    var found: String
    var postfix: String
    var dovecot: String
    var exim: String
    var noServers: String
    var domains: String
    var networks: String
    var filters: String
    var accounts: String
    var noAccounts: String
    var noMaildirs: String
    var origin: @Sendable (AccountPlace.Origin) -> String
    var notRead: String

    var closedQuestion: String
    var robotsQuestion: String
    var suggestion: String
    var restQuestion: String
    var junkQuestion: String
    var writeQuestion: String
    var trainQuestion: String
    var enterKeeps: String
    var enterKeepsThese: String
    var nothing: String
    var yes: String
    var no: String

    var folders: String
    var uses: [String: String]
    var folderCount: String
    var unnamed: String
    var noSpam: String
    var closed: String
    var closedCount: String
    var closedWord: String
    var closedNothing: String
    var encrypted: String
    var encryptedSamples: String
    var encryptedHelp: String
    var otherFormat: String
    var otherFormatHelp: String
    var eximSpool: String

    var files: String
    var changes: [FileChange.Kind: String]
    var keptAdvice: String
    var settingsChanged: String
    var rights: String
    var rightsFine: String
    var gaps: [AccessGap.Kind: String]
    var withheld: String
    var asRoot: String
    var newAccounts: String
    var training: String
    var trainLater: String
    var trainAfterRights: String
    var trainedWith: String
    var trainFailed: String
    var trainWaits: String
    var next: String
    var purposes: [ServerLines.Purpose: String]
    var goesTo: String
    var commands: String
    var diffOnly: String

    static func of(_ language: Language) -> InitTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }
}
