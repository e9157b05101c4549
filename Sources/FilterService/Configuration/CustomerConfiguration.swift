// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailFeatures
import SiteConfiguration

/// What `spreud.yaml` says of one customer (`customers`).
package struct CustomerConfiguration: Sendable {
    /// What logs and metrics call it (`name`).
    package let name: String
    /// The domains whose mail is its own (`domains`).
    package let domains: [String]
    /// The configuration that a filter of this customer's alone would have.
    ///
    /// Its own are model, key, public keys, site settings with the list of senders, learning folder, and what is done with its
    /// mail; all else is the server's.
    package let own: FilterConfiguration
    /// Where it is in the file.
    private let line: Int?

    /// The most customers that a filter has.
    static let maxCount = 1_000
    /// What the default is called: no customer may have that name.
    static let defaultName = "default"

    init(_ section: inout ConfigurationSection, of server: FilterConfiguration) throws(ConfigurationError) {
        line = section.error("").line
        guard let name = try section.string("name") else {
            throw section.error("name", "it is missing; write a short name for logs and metrics, such as 'acme'")
        }
        guard name != Self.defaultName, name.utf8.count <= 64, name.utf8.allSatisfy(Self.isNameByte) else {
            throw section.error(
                "name",
                "invalid name '\(name)': expected letters, digits, '.', '-' and '_', at most 64, and not 'default'")
        }
        self.name = name
        guard let domains = try section.strings("domains"), !domains.isEmpty else {
            throw section.error(
                "domains", "name the domains whose mail this is, such as example.com, or .example.com with all below it"
            )
        }
        self.domains = domains
        guard let model = try section.filePath("model") else {
            throw section.error("model", "it is missing; give the path of this customer's own model")
        }
        guard let key = try section.filePath("key") else {
            throw section.error("key", "it is missing; give the path of the site key that this model was trained with")
        }
        var own = server
        (own.model, own.key) = (model, key)
        own.publicKey = try section.filePath("public-key") ?? server.publicKey
        own.learningFolder = try section.filePath("learning-folder")
        own.reading = try ReadingConfiguration(ofCustomer: &section, of: server.reading)
        own.onError = try section.choice("on-error", ErrorAction.self) ?? server.onError
        own.policy = try FilterPolicy(ofCustomer: section.section("policy"), of: server.policy)
        own.customers = []
        self.own = own
        try section.finish()
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        let letter = byte | 0x20
        return letter >= 0x61 && letter <= 0x7A || byte >= 0x30 && byte <= 0x39 || "._-".utf8.contains(byte)
    }

    /// An error about what is written of this customer, with its place in the file.
    func error(_ problem: String) -> ConfigurationError {
        ConfigurationError(path: own.path, line: line, problem: "customer '\(name)': \(problem)")
    }

    /// An error about a file of this customer's.
    func unusable(_ error: any Error) -> CustomerError { CustomerError(place: self.error("\(error)")) }
}

/// A customer's key, public keys or model cannot be used.
package struct CustomerError: Error, Sendable, CustomStringConvertible {
    /// Where the customer is in the configuration, and what is wrong.
    let place: ConfigurationError

    /// One line, as ``ConfigurationError`` has it.
    package var description: String { place.description }
}

extension FilterConfiguration {
    /// Takes `customers`, and finds out whose each domain is.
    ///
    /// - Throws: ``ConfigurationError`` for a name, a domain or a file that two have: nobody's mail may get into what another reads.
    mutating func takeCustomers(_ root: inout ConfigurationSection) throws(ConfigurationError) {
        guard let sections = try root.sections("customers") else { return }
        guard sections.count <= CustomerConfiguration.maxCount else {
            throw root.error("customers", "write at most \(CustomerConfiguration.maxCount)")
        }
        var found: [CustomerConfiguration] = []
        var places: [String: Int] = [:]
        var owners: [SharedFile: String] = [:]
        for file in files { owners[file] = "the top level" }
        for var section in sections {
            let customer = try CustomerConfiguration(&section, of: self)
            guard places.updateValue(found.count, forKey: customer.name) == nil else {
                throw section.error("name", "'\(customer.name)' is the name of two; give each its own")
            }
            for domain in customer.domains {
                guard let other = customerDomains.add(domain, of: found.count + 1) else { continue }
                guard other > 0 else {
                    throw section.error(
                        "domains",
                        "invalid domain '\(domain)': expected one such as example.com, or .example.com with all below it"
                    )
                }
                let name = other > found.count ? customer.name : found[other - 1].name
                throw section.error("domains", "'\(domain)' is given to '\(name)' already; remove it from one of them")
            }
            for file in customer.own.files {
                guard let owner = owners.updateValue("'\(customer.name)'", forKey: file) else { continue }
                throw section.error(
                    file.keyword,
                    "'\(customer.name)' and \(owner) have the same file, \(file.path): give each its own, or they learn of each other's mail"
                )
            }
            found.append(customer)
        }
        customers = found
    }

    /// The files that no two may share.
    private var files: [SharedFile] {
        [("model", model), ("key", key), ("learning-folder", learningFolder), ("site", reading.site.lists)]
            .compactMap { keyword, path in path.map { SharedFile(keyword: keyword, path: $0) } }
    }
}

/// A file that belongs to one customer: the same one whatever path leads to it.
private struct SharedFile: Hashable {
    /// The key that names it.
    let keyword: String
    let path: String
    private let identity: FileStatus.Identity?

    init(keyword: String, path: String) {
        self.keyword = keyword
        self.path = path
        identity = FileStatus(path)?.identity
    }

    static func == (one: SharedFile, other: SharedFile) -> Bool {
        one.keyword == other.keyword && one.identity == other.identity
            && (one.identity != nil || one.path == other.path)
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(keyword)
        if let identity { hasher.combine(identity) } else { hasher.combine(path) }
    }
}
