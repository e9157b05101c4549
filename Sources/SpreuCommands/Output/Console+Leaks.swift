// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailFeatures
import MailIngest
import NightlyBatch
import ReportPages
import SpamReports

extension Console {
    /// Says which header fields foretell the label.
    static func note(_ leaks: [HeaderLeak], _ language: Language = .english) {
        let texts = ReportTexts.of(language)
        for leak in leaks { note(texts.leak(leak)) }
    }

    /// Says which header fields foretell the label of some sources' messages.
    static func note(
        _ search: HeaderLeaks, of sources: [LabelledSource], key: SiteKey, settings: SiteSettings,
        _ language: Language = .english
    ) {
        var names = HeaderLeakNames(search, key: key, settings: settings)
        names.read(sources)
        note(names.found, language)
    }
}
