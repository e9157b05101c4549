// SPDX-License-Identifier: Apache-2.0
import Foundation
import SpamModel
import TestSupport
import Testing
import TextOutput

@Suite("Manifest of a model")
struct ModelManifestTests {
    private static let name = "20261129T063318Z-e9912dee483c"

    private let golden = GoldenFiles()
    private let scratch: ScratchFolder
    private let repository: ModelRepository

    init() throws {
        scratch = try ScratchFolder()
        repository = ModelRepository(scratch.path("site"))
        try FileManager.default.createDirectory(
            atPath: repository.folder(Self.name), withIntermediateDirectories: true)
    }

    /// What the reader makes of a manifest.
    private func reading(_ bytes: [UInt8]) throws -> JSONValue {
        try Data(bytes).write(to: URL(fileURLWithPath: repository.folder(Self.name) + "/manifest.json"))
        return try ModelManifest.describe(Self.name, in: repository)
    }

    private func members(_ value: JSONValue) -> [String: JSONValue] {
        if case .object(let members) = value { return members }
        return [:]
    }

    /// What the manifest of version 0.1.0 says, and that nobody signed its model.
    private static let earlier: [String: JSONValue] = [
        "correspondentLogOdds": .integer(0), "correspondents": .integer(0), "createdBy": .string("0.1.0"),
        "evaluation": .null, "extractor": .integer(3), "first": .string("2025-11-29T10:42:27Z"),
        "forced": .bool(false), "ham": .integer(151), "hamThreshold": .number(-3.514_219_917_343_285_5),
        "keyID": .string("971cff0288d5e08d"), "last": .string("2026-03-05T03:53:23Z"),
        "made": .string("2026-11-29T06:33:18Z"), "name": .string("site"),
        "sha256": .string("e9912dee483cf70039f4ac982b8acf779b92d31c1e12cbac3c2dbaa4022a021b"),
        "signedBy": .null, "spam": .integer(98), "spamThreshold": .number(3.526_996_074_451_099),
    ]

    @Test("every member of a manifest that an earlier version wrote has its value")
    func earlierVersion() throws {
        #expect(try members(reading(golden.bytes("manifest.json"))) == Self.earlier)
    }

    @Test(
        "what an earlier version stated is stated still, two by other names, and what a newer one adds is shown as it is"
    )
    func otherVersions() throws {
        let written = ModelManifest(ModelSamples.model().parameters, name: "site", time: 1_764_037_800, number: 7)
            .json(digest: "00")
        let now = try reading(Array(written.text.utf8))
        let renamed = ["correspondents": "knownSenders", "correspondentLogOdds": "knownSenderLogOdds"]
        #expect(Set(Self.earlier.keys.map { renamed[$0] ?? $0 }).subtracting(members(now).keys) == [])
        var newer = members(written)
        newer["newerThanThis"] = .array([.object(["a": .integer(1)]), .bool(true), .number(0.5), .null])
        let read = try members(reading(Array(JSONValue.object(newer).text.utf8)))
        #expect(read["newerThanThis"] == newer["newerThanThis"])
        #expect(read["name"] == .string("site"))
    }

    @Test("what is written is what is read")
    func roundTrip() throws {
        let written = ModelManifest(
            ModelSamples.model().parameters, name: "site", time: 1_764_037_800, number: 7, wasForced: true
        ).json(digest: "00")
        let read = try reading(Array(written.text.utf8))
        var expected = members(written)
        expected["signedBy"] = .null
        // Numbers that are whole lose their ".0" and nothing else.
        let zeroes = read.text.replacing(".0\n", with: "\n").replacing(".0,", with: ",")
        #expect(zeroes == JSONValue.object(expected).text.replacing(".0\n", with: "\n").replacing(".0,", with: ","))
        #expect(members(read)["forced"] == .bool(true))
        #expect(members(read)["made"] == .string("2025-11-25T02:30:00Z"))
        #expect(members(read)["ham"] == .integer(4_150))
    }

    @Test("with which key the model is signed comes from the signature beside it, not from the manifest")
    func signature() throws {
        let signature = repository.model(Self.name) + ModelSignature.suffix
        try Data(golden.bytes("model-3.spreu.sig")).write(to: URL(fileURLWithPath: signature))
        #expect(try members(reading(Array("{\"signedBy\": \"me\"}".utf8)))["signedBy"] == .string("21acd60d707eb189"))
        try Data("none".utf8).write(to: URL(fileURLWithPath: signature))
        #expect(throws: ModelFileError.self) { try reading(golden.bytes("manifest.json")) }
    }

    @Test("one that is damaged or not there is an error with its path", arguments: ["", "{", "[]", "7", "{\"a\": }"])
    func damaged(text: String) throws {
        let error = RepositoryError.noManifest(path: repository.folder(Self.name) + "/manifest.json")
        #expect(throws: error) { try ModelManifest.describe(Self.name, in: repository) }
        #expect(throws: error) { try reading(Array(text.utf8)) }
        #expect(error.description.contains("the manifest is missing or damaged"))
    }
}
