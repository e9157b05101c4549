// SPDX-License-Identifier: Apache-2.0
package import SiteConfiguration

/// All that `spreud.yaml` says, checked.
///
/// - SeeAlso: docs/commands/spreud.md, which explains each key.
package struct FilterConfiguration: Sendable {
    /// The file it was read from.
    package var path: String
    /// The model's file, or a symbolic link to it (`model`).
    package var model: String
    /// The site key's file (`key`).
    package var key: String
    /// A file of public keys, one of which must have signed the model (`public-key`); nil: signatures are not looked at.
    package var publicKey: String?
    /// The milter protocol (`milter`).
    package var milter: ListenerConfiguration?
    /// The spamd protocol (`spamd`).
    package var spamd: ListenerConfiguration?
    /// HTTP (`http`).
    package var http: ListenerConfiguration?
    /// What learning over HTTP asks for (`http.token` or the content of `http.token-file`); nil if nothing.
    package var httpToken: String?
    /// The page on the HTTP listener (`http.page`); nil: there is none.
    package var page: PageConfiguration?
    /// The folder into which labelled mail is dropped (`learning-folder`); nil: learning is refused.
    package var learningFolder: String?
    /// Whether addresses that other machines can reach are allowed (`allow-remote`).
    package var allowsRemote: Bool
    /// How messages are read (`site`, `hostname`, `allow-other-settings`).
    package var reading: ReadingConfiguration
    /// What is done with a message that cannot be scored (`on-error`).
    package var onError: ErrorAction
    /// What is done with spam (`policy`).
    package var policy: FilterPolicy
    /// Customers, each with a model of its own (`customers`); the top level is for the mail of all others.
    package var customers: [CustomerConfiguration] = []
    /// Whose each domain is.
    package var customerDomains = CustomerDomains()
    /// The brake for outgoing mail (`brake`); nil: it is off.
    package var brake: BrakeConfiguration?
    /// The bounds (`limits`).
    package var limits: FilterLimits
    /// Seconds between looks at the model's path (`model-check-seconds`).
    package var modelCheckSeconds: Int
    /// How and how much is logged (`log`).
    package var log: LogConfiguration

    /// The protocols that have an address, with their names.
    var listeners: [(name: String, listener: ListenerConfiguration)] {
        [("milter", milter), ("spamd", spamd), ("http", http)].compactMap { name, listener in
            listener.map { (name, $0) }
        }
    }

    /// Creates a configuration with defaults for all that is not given.
    package init(path: String = "(memory)", model: String, key: String) {
        self.path = path
        self.model = model
        self.key = key
        allowsRemote = false
        reading = ReadingConfiguration()
        onError = .accept
        policy = FilterPolicy()
        limits = FilterLimits()
        modelCheckSeconds = 5
        log = LogConfiguration()
    }

    /// Reads a file.
    ///
    /// - Throws: ``ConfigurationError`` with the first mistake, in the order in which keys are documented.
    package static func load(path: String) throws(ConfigurationError) -> FilterConfiguration {
        try FilterConfiguration(path: path, text: SmallFile.text(path))
    }

    /// Reads the text of a file.
    package init(path: String, text: String) throws(ConfigurationError) {
        var root = try ConfigurationSection(path: path, text: text)
        guard let model = try root.filePath("model") else {
            throw root.error("model", "it is missing; give the path of the model that 'spreu train' wrote")
        }
        guard let key = try root.filePath("key") else {
            throw root.error("key", "it is missing; give the path of the site key that the model was trained with")
        }
        self.init(path: path, model: model, key: key)
        publicKey = try root.filePath("public-key")
        allowsRemote = try root.bool("allow-remote") ?? false
        milter = try listener("milter", &root)
        spamd = try listener("spamd", &root)
        http = try listener("http", &root)
        guard milter != nil || spamd != nil || http != nil else {
            throw root.error(
                "milter", "no listener is configured; give at least one of milter, spamd and http a 'listen:'")
        }
        learningFolder = try root.filePath("learning-folder")
        reading = try ReadingConfiguration(&root)
        onError = try root.choice("on-error", ErrorAction.self) ?? onError
        if var section = try root.section("policy") { policy = try FilterPolicy(&section) }
        if var section = try root.section("limits") { limits = try FilterLimits(&section) }
        modelCheckSeconds = try root.integer("model-check-seconds", in: 1...3_600) ?? modelCheckSeconds
        if var section = try root.section("log") { log = try LogConfiguration(&section) }
        // They have all else from the top level, and the brake has their domains.
        try takeCustomers(&root)
        brake = try brake(&root)
        try root.finish()
    }

    private func brake(_ root: inout ConfigurationSection) throws(ConfigurationError) -> BrakeConfiguration? {
        guard var section = try root.section("brake") else {
            // Whoever writes the word means it to be on.
            guard !root.has("brake") else { throw root.error("brake", "write 'brake: {}', or its keys below it") }
            return nil
        }
        guard milter != nil else {
            throw root.error("brake", "only a milter can put mail on hold: give 'milter' a 'listen:'")
        }
        return try BrakeConfiguration(&section, site: reading.site, customers: customers)
    }

    private mutating func readPage(
        _ http: inout ConfigurationSection, _ listener: ListenerConfiguration
    ) throws(ConfigurationError) {
        guard var section = try http.section("page") else {
            guard !http.has("page") else { throw http.error("page", "write 'page: {}', or its keys below it") }
            return
        }
        page = try PageConfiguration(&section)
        if case .unix = listener.address { return }
        guard httpToken != nil else {
            throw http.error(
                "page",
                "every account of this machine reaches \(listener.address): give a 'token-file', or listen at unix:/path"
            )
        }
    }

    private mutating func listener(
        _ name: String, _ root: inout ConfigurationSection
    ) throws(ConfigurationError) -> ListenerConfiguration? {
        guard var section = try root.section(name) else { return nil }
        let listener = try ListenerConfiguration(&section)
        if name == "http" {
            httpToken = try section.string("token")
            if let file = try section.filePath("token-file") {
                guard httpToken == nil else { throw section.error("token-file", "give either this or 'token'") }
                httpToken = try SmallFile.secret(file)
            }
            if let token = httpToken, token.utf8.count < 16 {
                throw section.error(
                    section.has("token") ? "token" : "token-file", "a token must have at least 16 characters")
            }
            try readPage(&section, listener)
        }
        try section.finish()
        if listener.address.isRemote && !allowsRemote {
            throw section.error(
                "listen",
                "other machines can reach \(listener.address); use a Unix socket or 127.0.0.1, or write 'allow-remote: true'"
            )
        }
        return listener
    }
}
