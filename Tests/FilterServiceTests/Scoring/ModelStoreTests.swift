// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import Logging
import MailFeatures
import SpamModel
import TestSupport
import Testing

@Suite("Model store") struct ModelStoreTests {
    /// A store over a folder, with its metrics.
    struct Place {
        let folder = try? ScratchFolder()
        let metrics = FilterMetrics(registry: MetricsRegistry())

        func path(_ name: String) -> String { folder?.path(name) ?? name }

        func store(
            _ name: String = "model", trusted: TrustedKeys? = nil, site: SiteSettings = SiteSettings(),
            allowingOtherSettings: Bool = false
        ) throws -> ModelStore {
            let key = try #require(TestModel.key)
            var configuration = FilterConfiguration(path: "/etc/spreud.yaml", model: path(name), key: "")
            configuration.reading.site = site
            configuration.reading.allowsOtherSettings = allowingOtherSettings
            return ModelStore(
                configuration: configuration, key: key, trusted: trusted, metrics: metrics,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        }

        func value(_ metric: String) -> String? {
            metrics.registry.prometheusText().split(separator: "\n").first { $0.hasPrefix(metric + " ") }.map {
                String($0.dropFirst(metric.count + 1))
            }
        }
    }

    @Test("a model that comes later is found, and one that is replaced")
    func replaced() throws {
        let place = Place()
        let store = try place.store()
        #expect(!store.isReady && place.value("spreu_model_missing") == "1")
        #expect(
            store.reload() == .refused("no model at \(place.path("model")); train one, or correct 'model:'"))
        try TestModel.write(to: place.path("model"), seed: 1)
        #expect(store.reload() == .loaded(generation: 1))
        let first = try #require(store.current)
        #expect(store.isReady && place.value("spreu_model_missing") == "0" && first.id.utf8.count == 16)
        #expect(store.reload() == .unchanged)
        try TestModel.write(to: place.path("model"), seed: 2)
        #expect(store.reload() == .loaded(generation: 2))
        #expect(store.current?.id != first.id && place.value("spreu_model_generation") == "2")
        #expect(store.reload(force: true) == .loaded(generation: 3))
        #expect(place.value(#"spreu_model_loads_total{result="loaded"}"#) == "3")
    }

    /// The most memory that this process has had, in bytes.
    private static var peakBytes: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss << 10
    }

    @Test("a file far larger than its model is refused before it is read")
    func sparse() throws {
        let place = Place()
        try TestModel.write(to: place.path("model"))
        try #require(truncate(place.path("model"), 8 << 30) == 0)
        let before = Self.peakBytes
        let store = try place.store()
        #expect(!store.isReady)
        #expect(Self.peakBytes - before < 4 << 30)
        guard case .refused(let reason) = store.reload(force: true) else {
            Issue.record("the model is served")
            return
        }
        #expect(reason.contains("the file has 8589934592 bytes and should have"), "\(reason)")
    }

    @Test("a model that was trained with other settings is refused with both files' names, unless that is allowed")
    func otherSettings() throws {
        let place = Place()
        let key = try #require(TestModel.key)
        let site = SiteSettings(hosts: ["mx.example.com"])
        try TestModel.write(to: place.path("model"), settings: site.digest(key))
        #expect(try place.store(site: site).isReady)
        #expect(try place.store(allowingOtherSettings: true).isReady)
        let store = try place.store()
        #expect(!store.isReady)
        guard case .refused(let reason) = store.reload(force: true) else {
            Issue.record("the model is served")
            return
        }
        #expect(reason.contains(place.path("model")) && reason.contains("/etc/spreud.yaml"))
        #expect(reason.contains("'allow-other-settings: true'"))
        // A model without a statement is served, as one of format 3 must be.
        try TestModel.write(to: place.path("model"), settings: nil)
        #expect(store.reload() == .loaded(generation: 1))
    }

    @Test("a model of other settings does not take the place of the one in service")
    func otherSettingsLater() throws {
        let place = Place()
        let key = try #require(TestModel.key)
        try TestModel.write(to: place.path("model"), seed: 1, settings: 0)
        let store = try place.store()
        let served = try #require(store.current)
        try TestModel.write(to: place.path("model"), seed: 2, settings: SiteSettings(hosts: ["a"]).digest(key))
        guard case .refused = store.reload() else {
            Issue.record("the model is served")
            return
        }
        #expect(store.current?.id == served.id)
    }

    @Test("a symbolic link that leads to another model counts, even if the files are of one age and size")
    func link() throws {
        let place = Place()
        for seed in [1, 2] as [UInt64] { try TestModel.write(to: place.path("m\(seed)"), seed: seed) }
        let files = FileManager.default
        try files.createSymbolicLink(atPath: place.path("current"), withDestinationPath: "m1")
        let store = try place.store("current")
        let first = try #require(store.current)
        try files.createSymbolicLink(atPath: place.path("next"), withDestinationPath: "m2")
        #expect(rename(place.path("next"), place.path("current")) == 0)
        #expect(store.reload() == .loaded(generation: 2))
        #expect(store.current?.id != first.id)
    }

    @Test("a file that is no model that fits is refused once, and the last good one stays", arguments: 0..<4)
    func refused(kind: Int) throws {
        let place = Place()
        let path = place.path("model")
        try TestModel.write(to: path)
        let store = try place.store()
        let good = try #require(store.current)
        switch kind {
        case 0: try Data("no model".utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        case 1: try TestModel.write(to: path, seed: 9, keyID: 17)
        case 2:
            // One bit of the weights.
            var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            bytes[bytes.count - 100] ^= 1
            try bytes.write(to: URL(fileURLWithPath: path), options: .atomic)
        default:
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            try bytes.dropLast(1_000).write(to: URL(fileURLWithPath: path), options: .atomic)
        }
        guard case .refused(let reason) = store.reload() else {
            Issue.record("it was not refused")
            return
        }
        #expect(reason.contains(path))
        #expect(store.current === good)
        guard case .refused = store.reload() else {
            Issue.record("it was not refused again")
            return
        }
        #expect(place.value(#"spreu_model_loads_total{result="refused"}"#) == "1")
        try TestModel.write(to: path, seed: 3)
        #expect(store.reload() == .loaded(generation: 2))
    }
}
