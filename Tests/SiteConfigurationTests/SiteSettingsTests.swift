// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import SiteConfiguration
import TestSupport
import Testing

@Suite("What a site says of itself")
struct SiteSettingsTests {
    private static let lines = """
        hosts: [mx.example.com, example.org]
        networks: 192.0.2.0/24
        recipients: [example.com]
        ignore-fields: [X-Company-*]
        """
    private static let settings = SiteSettings(
        hosts: ["mx.example.com", "example.org"], networks: ["192.0.2.0/24"], recipients: ["example.com"],
        ignoredFields: ["X-Company-*"])

    private func read(_ text: String) throws(ConfigurationError) -> SiteSettings {
        var root = try ConfigurationSection(path: "/etc/spreu.yaml", text: text)
        let settings = try root.siteSettings()
        try root.finish()
        return settings
    }

    private func problem(_ text: String) -> String? {
        do throws(ConfigurationError) {
            _ = try read(text)
            return nil
        } catch {
            return error.description
        }
    }

    @Test("the settings stand in the configuration or in a file that it names")
    func included() throws {
        let folder = try ScratchFolder()
        try Data(Self.lines.utf8).write(to: URL(fileURLWithPath: folder.path("site.yaml")))
        let indented = Self.lines.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n")
        #expect(try read("site:\n" + indented) == Self.settings)
        #expect(try read("site: \(folder.path("site.yaml"))") == Self.settings)
        #expect(try SiteSettings(contentsOf: folder.path("site.yaml")) == Self.settings)
        #expect(try read("") == SiteSettings() && read("site:") == SiteSettings())
    }

    @Test("a mistake in an included file is told with that file's name and line")
    func includedMistake() throws {
        let folder = try ScratchFolder()
        let path = folder.path("site.yaml")
        try Data("hosts: [a]\nnetwork: [b]\n".utf8).write(to: URL(fileURLWithPath: path))
        #expect(problem("site: \(path)") == "\(path):2: unknown key 'network'; did you mean 'networks'?")
        #expect(problem("site: \(path).none")?.hasPrefix("\(path).none: No such file") == true)
        #expect(problem("site: site.yaml")?.contains("is not an absolute path") == true)
    }

    @Test(
        "a value that is none of its kind is told with what was expected",
        arguments: [
            ("networks: [x]", "'site.networks': invalid network 'x': expected CIDR such as 192.0.2.0/24"),
            ("hosts: [a b]", "'site.hosts': invalid host 'a b': expected a name or domain such as mx.example.com"),
            ("recipients: [\"a:b\"]", "'site.recipients': invalid recipient 'a:b'"),
            ("ignore-fields: [\"X-A: b\"]", "'site.ignore-fields': invalid header field 'X-A: b'"),
        ])
    func invalid(line: String, message: String) {
        #expect(problem("site:\n  " + line)?.hasPrefix("/etc/spreu.yaml:2: " + message) == true)
    }

    @Test("the names of earlier versions are read, alone")
    func earlierNames() throws {
        let own = "own-hosts: [mx.example.com, example.org]\nown-networks: 192.0.2.0/24\nown-recipients: example.com\n"
        var root = try ConfigurationSection(path: "c", text: own + "ignore-fields: X-Company-*\n")
        #expect(try root.siteSettingsOrOwn() == Self.settings)
        try root.finish()
        var both = try ConfigurationSection(path: "c", text: "site: {hosts: [a]}\nown-hosts: [a]\n")
        #expect(throws: ConfigurationError.self) { try both.siteSettingsOrOwn() }
        var wrong = try ConfigurationSection(path: "c", text: "own-networks: [x]\n")
        let error = #expect(throws: ConfigurationError.self) { try wrong.siteSettingsOrOwn() }
        #expect(error?.description.hasPrefix("c:1: 'own-networks': invalid network 'x'") == true)
    }

    @Test("the digest depends on the key and on what is set, not on order, case of letters or repetition")
    func digest() throws {
        let key = try #require(SiteKey(bytes: Array(0..<16)))
        let other = try #require(SiteKey(bytes: Array(1..<17)))
        var settings = Self.settings
        let digest = settings.digest(key)
        #expect(digest != 0 && digest != settings.digest(other) && SiteSettings().digest(key) == 0)
        settings.hosts = ["EXAMPLE.org", "mx.example.com", "example.org"]
        #expect(settings.digest(key) == digest)
        settings.networks = ["192.0.2.0/25"]
        #expect(settings.digest(key) != digest)
    }
}
