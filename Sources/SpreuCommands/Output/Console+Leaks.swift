// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailFeatures
import MailIngest
import NightlyBatch

extension Console {
    /// Says which header fields foretell the label.
    static func note(_ leaks: [HeaderLeak]) {
        for leak in leaks { note(leak.description) }
    }

    /// Says which header fields foretell the label of some sources' messages.
    static func note(_ search: HeaderLeaks, of sources: [LabelledSource], key: SiteKey, settings: SiteSettings) {
        var names = HeaderLeakNames(search, key: key, settings: settings)
        names.read(sources)
        note(names.found)
    }
}
