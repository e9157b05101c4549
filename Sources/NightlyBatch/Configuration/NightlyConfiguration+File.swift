// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import MailMessage

extension NightlyConfiguration {
    /// The largest file that is read: configurations are short.
    private static let maxBytes = 1 << 20

    /// Reads a configuration.
    ///
    /// - Throws: ``ConfigurationError`` with the line, also for keys that nobody knows.
    public init(contentsOf path: String) throws(ConfigurationError) {
        let file: MappedFile
        do throws(DurableFileError) {
            file = try MappedFile(path)
        } catch {
            throw ConfigurationError(path: path, line: nil, reason: error.reason + ": check the path")
        }
        guard file.bytes.count <= Self.maxBytes, let text = String(validating: file.bytes, as: UTF8.self) else {
            throw ConfigurationError(path: path, line: nil, reason: "this is no text in UTF-8 of at most a megabyte")
        }
        try self.init(text, path: path)
    }

    /// Reads a configuration's text; `path` is for errors.
    public init(_ text: String, path: String) throws(ConfigurationError) {
        let root = try YAMLValue(parsing: text, path: path)
        let members = try root.members([
            "store", "key", "models", "name", "sources", "drop", "site", "keep", "max-messages", "account-cap", "gate",
            "evaluate-days", "keep-models",
        ])
        func required(_ name: String) throws(ConfigurationError) -> YAMLValue {
            guard let value = members[name] else { throw root.error("'\(name)' is missing") }
            return value
        }
        store = try required("store").text()
        key = try required("key").text()
        models = try required("models").text()
        if let value = members["name"] {
            name = try value.text()
            let isPlain = name.utf8.allSatisfy {
                $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 || $0 == 0x2D || $0 == 0x5F
            }
            if !isPlain { throw value.error("name has letters, digits, '-' and '_' only: it becomes a folder") }
        }
        sources = try required("sources").elements().map { value throws(ConfigurationError) in try Source(value) }
        drop = try members["drop"]?.text()
        if let value = members["site"] { site = try SiteSettings(value) }
        if let value = members["keep"] {
            let span = try value.span()
            keep = span.seconds == 0 ? nil : span
        }
        maxMessages = try members["max-messages"]?.integer(1...1_000_000_000)
        if let value = members["account-cap"] { accountCap = try value.number(0.01...1) }
        if let value = members["gate"] { gate = try GateLimits(value) }
        if let value = members["evaluate-days"] { evaluateDays = try value.integer(1...365) }
        if let value = members["keep-models"] { keepModels = try value.integer(2...10_000) }
    }
}

extension NightlyConfiguration.SiteSettings {
    fileprivate init(_ value: YAMLValue) throws(ConfigurationError) {
        let members = try value.members(["networks", "hosts", "recipients", "ignore-fields"])
        networks = try members["networks"]?.texts() ?? []
        if let value = members["networks"], let wrong = networks.first(where: { NetworkRange($0) == nil }) {
            throw value.error("'\(wrong)' is no network: write 192.0.2.0/24")
        }
        hosts = try members["hosts"]?.texts() ?? []
        recipients = try members["recipients"]?.texts() ?? []
        ignoredFields = try members["ignore-fields"]?.texts() ?? []
    }
}

extension NightlyConfiguration.Source {
    fileprivate init(_ value: YAMLValue) throws(ConfigurationError) {
        let members = try value.members([
            "maildirs", "ham", "spam", "trash", "drafts", "sent", "settle", "silent", "silent-weight", "archives",
            "label",
        ])
        if let archives = members["archives"] {
            if let other = members.keys.sorted().first(where: { $0 != "archives" && $0 != "label" }) {
                throw members[other]?.error("'\(other)' goes with 'maildirs', not with 'archives'") ?? value.error("")
            }
            guard let label = members["label"] else { throw archives.error("'label' is missing: ham or spam") }
            let word = try label.text()
            guard word == "ham" || word == "spam" else { throw label.error("label is 'ham' or 'spam', not '\(word)'") }
            self = .archives(try archives.texts(), isSpam: word == "spam")
            return
        }
        guard let pattern = members["maildirs"] else {
            throw value.error("a source has 'maildirs' (accounts with folders) or 'archives' (all of one label)")
        }
        if let label = members["label"] { throw label.error("'label' goes with 'archives', not with 'maildirs'") }
        var rule = FolderRule()
        if let value = members["ham"] { rule.ham = try value.texts() }
        if let value = members["spam"] { rule.spam = try value.texts() }
        if let value = members["trash"] { rule.trash = try value.texts() }
        if let value = members["drafts"] { rule.drafts = try value.texts() }
        if let value = members["sent"] { rule.sent = try value.texts() }
        if let value = members["settle"] { rule.settle = try value.span() }
        if let value = members["silent"] {
            let span = try value.span()
            rule.silent = span.seconds == 0 ? nil : span
        }
        if let value = members["silent-weight"] { rule.silentWeight = try value.number(0.01...1) }
        if let both = rule.ham.first(where: { rule.spam.contains($0) }), let value = members["spam"] {
            throw value.error("the folder '\(both)' is named for ham and for spam")
        }
        self = .accounts(pattern: try pattern.text(), rule)
    }
}

extension GateLimits {
    init(_ value: YAMLValue) throws(ConfigurationError) {
        let members = try value.members([
            "ham-loss", "min-messages", "volume-factor", "share-factor", "stale-days", "label-days",
        ])
        if let value = members["ham-loss"] { hamLossPercent = try value.number(0...100) }
        if let value = members["min-messages"] { minMessages = try value.integer(1...1_000_000) }
        if let value = members["volume-factor"] { volumeFactor = try value.number(1...1_000) }
        if let value = members["share-factor"] { shareFactor = try value.number(1...1_000) }
        if let value = members["stale-days"] { staleDays = try value.integer(1...365) }
        if let value = members["label-days"] { labelDays = try value.integer(1...365) }
    }
}
