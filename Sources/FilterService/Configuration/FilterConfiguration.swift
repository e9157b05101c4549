// SPDX-License-Identifier: Apache-2.0
public import MailFeatures
public import MailMessage

/// All that `spreud.yaml` says, checked.
///
/// - SeeAlso: docs/commands/spreud.md, which explains each key.
public struct FilterConfiguration: Sendable {
    /// The file it was read from.
    public var path: String
    /// The model's file, or a symbolic link to it (`model`).
    public var model: String
    /// The site key's file (`key`).
    public var key: String
    /// The milter protocol (`milter`).
    public var milter: ListenerConfiguration?
    /// The spamd protocol (`spamd`).
    public var spamd: ListenerConfiguration?
    /// HTTP (`http`).
    public var http: ListenerConfiguration?
    /// What learning over HTTP asks for (`http.token` or the content of `http.token-file`); nil if nothing.
    public var httpToken: String?
    /// The folder into which labelled mail is dropped (`learning-folder`); nil: learning is refused.
    public var learningFolder: String?
    /// Whether addresses that other machines can reach are allowed (`allow-remote`).
    public var allowsRemote: Bool
    /// How messages are read (`own-hosts`, `own-networks`, `own-recipients`, `ignore-fields`).
    public var reading: ReadingConfiguration
    /// What is done with a message that cannot be scored (`on-error`).
    public var onError: ErrorAction
    /// What is done with spam (`policy`).
    public var policy: FilterPolicy
    /// The bounds (`limits`).
    public var limits: FilterLimits
    /// Seconds between looks at the model's path (`model-check-seconds`).
    public var modelCheckSeconds: Int
    /// How and how much is logged (`log`).
    public var log: LogConfiguration

    /// Creates a configuration with defaults for all that is not given.
    public init(path: String = "(memory)", model: String, key: String) {
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
    public static func load(path: String) throws(ConfigurationError) -> FilterConfiguration {
        try FilterConfiguration(path: path, text: SmallFile.text(path))
    }

    /// Reads the text of a file.
    public init(path: String, text: String) throws(ConfigurationError) {
        var root = try ConfigurationSection(path: path, text: text)
        guard let model = try root.filePath("model") else {
            throw root.error("model", "it is missing; give the path of the model that 'spreu train' wrote")
        }
        guard let key = try root.filePath("key") else {
            throw root.error("key", "it is missing; give the path of the site key that the model was trained with")
        }
        self.init(path: path, model: model, key: key)
        allowsRemote = try root.bool("allow-remote") ?? false
        milter = try listener("milter", &root)
        spamd = try listener("spamd", &root)
        http = try listener("http", &root)
        guard milter != nil || spamd != nil || http != nil else {
            throw root.error("milter", "nothing listens; give at least one of milter, spamd and http a 'listen:'")
        }
        learningFolder = try root.filePath("learning-folder")
        reading = try ReadingConfiguration(&root)
        onError = try root.choice("on-error", ErrorAction.self) ?? onError
        if var section = try root.section("policy") { policy = try FilterPolicy(&section) }
        if var section = try root.section("limits") { limits = try FilterLimits(&section) }
        modelCheckSeconds = try root.integer("model-check-seconds", in: 1...3_600) ?? modelCheckSeconds
        if var section = try root.section("log") { log = try LogConfiguration(&section) }
        try root.finish()
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
                httpToken = String(try SmallFile.text(file).prefix { !$0.isNewline })
            }
            if let token = httpToken, token.utf8.count < 16 {
                throw section.error(section.has("token") ? "token" : "token-file", "a token has at least 16 characters")
            }
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

/// Where and how one protocol listens.
public struct ListenerConfiguration: Sendable, Equatable {
    /// The address (`listen`).
    public var address: ListenAddress
    /// The permissions of a Unix socket (`mode`); default 0660.
    public var mode: UInt32
    /// The group of a Unix socket (`group`), by name or number; nil leaves the process's own.
    public var group: String?

    /// Creates a listener's configuration.
    public init(address: ListenAddress, mode: UInt32 = 0o660, group: String? = nil) {
        self.address = address
        self.mode = mode
        self.group = group
    }

    init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        guard let text = try section.string("listen") else {
            throw section.error("listen", "it is missing; write host:port, unix:/path or systemd")
        }
        guard let address = ListenAddress(text) else {
            throw section.error("listen", "'\(text)' is no address; write host:port, unix:/path or systemd")
        }
        self.init(address: address)
        mode = try section.mode("mode") ?? mode
        group = try section.string("group")
        if case .unix = address { return }
        for key in ["mode", "group"] where section.has(key) {
            throw section.error(key, "it is for Unix sockets only; remove it, or listen at unix:/path")
        }
    }
}

/// How messages are read: the same as in training, or the model meets mail that looks other than what it learned.
public struct ReadingConfiguration: Sendable {
    /// Names or domains of the site's own servers (`own-hosts`).
    public var ownHosts: [String] = []
    /// Addresses of the site's own servers (`own-networks`).
    public var ownNetworks: [NetworkRange] = []
    /// Addresses or domains whose names are never features (`own-recipients`).
    public var ownRecipients: [String] = []
    /// Header fields that are never features (`ignore-fields`).
    public var ignoredFields: [String] = []
    /// The mail server's name where it does not tell (`hostname`); nil: this machine's.
    public var hostname: String?

    /// Creates the defaults, with which the site's border is guessed for each message.
    public init() {}

    init(_ root: inout ConfigurationSection) throws(ConfigurationError) {
        ownHosts = try Self.names("own-hosts", &root)
        for text in try root.strings("own-networks") {
            guard let network = NetworkRange(text) else {
                throw root.error("own-networks", "'\(text)' is no network; write 192.0.2.0/24")
            }
            ownNetworks.append(network)
        }
        ownRecipients = try Self.names("own-recipients", &root)
        ignoredFields = try Self.names("ignore-fields", &root)
        hostname = try Self.names("hostname", &root).first
    }

    private static func names(
        _ key: String, _ root: inout ConfigurationSection
    ) throws(ConfigurationError) -> [String] {
        let names = try root.strings(key)
        for name in names where name.contains(where: { " \t/:".contains($0) }) {
            throw root.error(key, "'\(name)' is none; write the name alone")
        }
        return names
    }

    /// Which header fields the site itself added.
    public var trust: TrustBoundary { TrustBoundary(networks: ownNetworks, hosts: ownHosts.map { $0.lowercased() }) }

    /// What is read of a message for a model of these views.
    public func features(_ views: FeatureViews) -> FeatureOptions {
        FeatureOptions(views: views, excludedFields: ignoredFields, trust: trust, recipients: ownRecipients)
    }
}

/// What is done with a message that cannot be scored.
public enum ErrorAction: String, Sendable, CaseIterable {
    /// It is delivered, with a header that says so.
    case accept
    /// The sender is told to try again later.
    case tempfail
}
