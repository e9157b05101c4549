// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import SpamModel
import TestSupport
import Testing

@Suite("Signed models in service") struct SignedModelTests {
    private static let key = SigningKey(seed: [UInt8](repeating: 7, count: 32))
    private static let other = SigningKey(seed: [UInt8](repeating: 8, count: 32))

    /// A store that asks for signatures.
    private func store(_ place: ModelStoreTests.Place, _ name: String = "model") throws -> ModelStore {
        try place.store(name, trusted: TrustedKeys(try #require(Self.key).publicKey))
    }

    private func sign(_ path: String, with key: SigningKey?) throws {
        let signature = try #require(key).sign(try ModelDigest(ofFile: path))
        try Data(signature.fileContent).write(to: URL(fileURLWithPath: path + ".sig"), options: .atomic)
    }

    @Test("a model that is not signed is not served; its signature may come after it")
    func late() throws {
        let place = ModelStoreTests.Place()
        let path = place.path("model")
        try TestModel.write(to: path)
        let store = try store(place)
        #expect(!store.isReady && place.value("spreu_model_missing") == "1")
        #expect(place.value(#"spreu_model_loads_total{result="refused"}"#) == "1")
        // Told once, not at each look.
        guard case .refused = store.reload() else {
            Issue.record("it was not refused")
            return
        }
        #expect(place.value(#"spreu_model_loads_total{result="refused"}"#) == "1")
        try sign(path, with: Self.key)
        #expect(store.reload() == .loaded(generation: 1))
        #expect(store.current?.model.signer == Self.key?.publicKey)
    }

    @Test("a new model with a wrong signature is refused and the old one stays; one with a right signature is taken")
    func reload() throws {
        let place = ModelStoreTests.Place()
        let path = place.path("model")
        try TestModel.write(to: path)
        try sign(path, with: Self.key)
        let store = try store(place)
        let good = try #require(store.current)
        // The old signature beside a new model.
        try TestModel.write(to: path, seed: 2)
        guard case .refused(let reason) = store.reload() else {
            Issue.record("it was not refused")
            return
        }
        #expect(reason.contains(path) && reason.contains("does not match this model"), "\(reason)")
        #expect(store.current === good && place.value(#"spreu_model_loads_total{result="refused"}"#) == "1")
        try sign(path, with: Self.other)
        guard case .refused(let stranger) = store.reload() else {
            Issue.record("it was not refused")
            return
        }
        #expect(stranger.contains(try #require(Self.other).publicKey.id), "\(stranger)")
        #expect(store.current === good)
        try sign(path, with: Self.key)
        #expect(store.reload() == .loaded(generation: 2))
        #expect(store.current !== good)
        // Taking the signature away afterwards stops nothing that is in service.
        unlink(path + ".sig")
        #expect(store.reload() == .unchanged)
    }

    @Test("models in folders behind a link each have their own signature")
    func folders() throws {
        let place = ModelStoreTests.Place()
        for (name, seed) in [("a", 1), ("b", 2)] as [(String, UInt64)] {
            mkdir(place.path(name), 0o700)
            try TestModel.write(to: place.path(name + "/model.spreu"), seed: seed)
            try sign(place.path(name + "/model.spreu"), with: Self.key)
        }
        symlink("a", place.path("current"))
        let store = try store(place, "current/model.spreu")
        let first = try #require(store.current)
        symlink("b", place.path("next"))
        #expect(rename(place.path("next"), place.path("current")) == 0)
        #expect(store.reload() == .loaded(generation: 2) && store.current?.id != first.id)
    }

    @Test("without a public key signatures are not looked at")
    func unasked() throws {
        let place = ModelStoreTests.Place()
        try TestModel.write(to: place.path("model"))
        try sign(place.path("model"), with: Self.other)
        #expect(try place.store().isReady)
    }

    @Test("--check-config says who signed the model, or what is wrong; without public keys nothing starts")
    func check() throws {
        let folder = try ScratchFolder()
        let key = try #require(Self.key)
        try TestModel.writeKey(to: folder.path("key"))
        try TestModel.write(to: folder.path("model"))
        try Data((key.publicKey.line + "\n").utf8).write(to: URL(fileURLWithPath: folder.path("pub")))
        let yaml = """
            model: \(folder.path("model"))
            key: \(folder.path("key"))
            public-key: \(folder.path("pub"))
            milter: {listen: "unix:\(folder.path("milter.sock"))"}
            """
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: folder.path("spreud.yaml")))
        func spreud(_ arguments: String...) throws -> Program.Outcome {
            try Program("spreud").run(["--config", folder.path("spreud.yaml")] + arguments)
        }
        let unsigned = try spreud("--check-config")
        #expect(unsigned.code == EX_UNAVAILABLE && unsigned.errors.contains("the model is not signed"))
        try sign(folder.path("model"), with: key)
        let signed = try spreud("--check-config")
        #expect(signed.code == 0 && signed.text.contains("50 spam), signed by \(key.publicKey.id)\n"), "\(signed.text)")
        unlink(folder.path("pub"))
        for outcome in [try spreud("--check-config"), try spreud()] {
            #expect(outcome.code == EX_UNAVAILABLE, "\(outcome.code)")
            #expect(outcome.errors.contains("no public key at \(folder.path("pub"))"), "\(outcome.errors)")
        }
    }

    @Test("a filter whose model is forged starts, and passes mail on unfiltered")
    func start() async throws {
        let pub = try ScratchFolder()
        let line = try #require(Self.key).publicKey.line
        try Data((line + "\n").utf8).write(to: URL(fileURLWithPath: pub.path("pub")))
        try await withFilter("public-key: \(pub.path("pub"))") { filter in
            #expect(!filter.daemon.context.scorer.models.isReady)
            let reply = try await blocking { [socket = filter.milterSocket] in
                let client = try MilterClient(path: socket)
                try client.negotiate()
                try client.greet()
                return try client.submit(TestMail.message()).field("X-Spreu")
            }
            #expect(reply == "unfiltered, reason=no-model")
        }
    }
}
