// SPDX-License-Identifier: Apache-2.0
import Foundation
import SpamModel
import TestSupport
import Testing

@Suite("Repository of models")
struct ModelRepositoryTests {
    /// 25 November 2025, 02:30.
    private static let time: Int64 = 1_764_037_800
    private static let day: Int64 = 86_400
    private struct Failure: Error {}

    private let scratch: ScratchFolder
    private let repository: ModelRepository

    init() throws {
        scratch = try ScratchFolder()
        repository = ModelRepository(scratch.path("models/site"))
    }

    /// Adds a model of a day; each has weights of its own.
    @discardableResult
    private func add(day: Int64 = 0) throws -> String {
        try repository.add(
            time: Self.time + day * Self.day,
            model: { try ModelFile.write(ModelSamples.model(seed: UInt64(day) + 1), to: $0) },
            files: { ["manifest.json": Array("{\"sha256\": \"\($0)\"}\n".utf8)] })
    }

    /// What lies in a folder of the repository, sorted.
    private func content(of name: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: repository.folder(name)).sorted()
    }

    private func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }

    @Test("without a folder there is no model, none is served, and none was before")
    func empty() {
        #expect(repository.list() == [])
        #expect(repository.currentName == nil)
        #expect(repository.previous() == nil)
        repository.prune(keeping: 2)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("models")))
    }

    @Test("what is added is whole, in a folder named by time and digest, and not served yet")
    func addition() throws {
        let name = try add()
        let digest = try ModelDigest(of: ModelSamples.model(seed: 1)).hexadecimal
        #expect(name == "20251125T023000Z-" + digest.prefix(12))
        #expect(ModelRepository.time(of: name) == Self.time)
        #expect(try content() == [name])
        #expect(try content(of: name) == ["manifest.json", "model.spreu"])
        let manifest = try String(contentsOfFile: repository.folder(name) + "/manifest.json", encoding: .utf8)
        #expect(manifest.contains(digest))
        #expect(repository.list().map(\.isCurrent) == [false])
        #expect(repository.currentName == nil)
    }

    @Test("a run that was killed when its model was in place finds it there, served or not")
    func addAgain() throws {
        let name = try add()
        try repository.serve(name)
        #expect(try add() == name)
        #expect(try content() == [name, "current"])
    }

    @Test("an addition that fails leaves nothing behind")
    func failedAddition() throws {
        #expect(throws: Failure.self) {
            try repository.add(time: Self.time, model: { _ in throw Failure() }, files: { _ in [:] })
        }
        #expect(throws: Failure.self) {
            try repository.add(
                time: Self.time, model: { try ModelFile.write(ModelSamples.model(), to: $0) },
                files: { _ in throw Failure() })
        }
        #expect(try content() == [])
    }

    @Test("the next model takes the place of the one that is served, and the one before can be served again")
    func serveAndRollBack() throws {
        let first = try add()
        try repository.serve(first)
        #expect(repository.currentName == first && repository.previous() == nil)
        let second = try add(day: 1)
        #expect(repository.currentName == first, "it is there and not served")
        try repository.serve(second)
        #expect(repository.list().map(\.name) == [first, second])
        #expect(repository.list().map(\.isCurrent) == [false, true])
        let model = try SpamModel.open(
            repository.current + "/" + ModelRepository.modelName, keyID: nil, extractorVersion: nil)
        #expect(model.parameters == ModelSamples.model(seed: 2).parameters)
        try repository.serve(#require(repository.previous()))
        #expect(repository.currentName == first && repository.previous() == nil)
        #expect(try content() == [first, second, "current"])
    }

    @Test("the newest are kept, and whatever their age the one that is served and the one before it")
    func prune() throws {
        let names = try (0..<6).map { try add(day: $0) }
        try repository.serve(names[2])
        repository.prune(keeping: 3)
        #expect(repository.list().map(\.name) == Array(names[1...]))
        repository.prune(keeping: 0)
        #expect(repository.list().map(\.name) == [names[1], names[2], names[4], names[5]])
        #expect(repository.currentName == names[2] && repository.previous() == names[1])
    }

    @Test("what a crash left is no model, and is removed; what else lies there stays")
    func remains() throws {
        let name = try add()
        try repository.serve(name)
        let half = repository.folder(".new-1x")
        try FileManager.default.createDirectory(atPath: half, withIntermediateDirectories: false)
        try write("half a model", to: half + "/model.spreu")
        try link(repository.folder(".current-2y"), to: name)
        try repository.write(Array("{}\n".utf8), asFile: "report.json")
        try write("{", to: repository.folder("report.json.new-3z"))
        #expect(repository.list().map(\.name) == [name])
        repository.prune(keeping: 2)
        #expect(try content() == [name, "current", "report.json"])
    }

    @Test("a model that is damaged or not there is not served; the one that is served stays")
    func refused() throws {
        let first = try add()
        try repository.serve(first)
        let second = try add(day: 1)
        try write("no model", to: repository.model(second))
        let damage = #expect(throws: RepositoryError.self) { try repository.serve(second) }
        guard case .damaged(let problem)? = damage else { throw Failure() }
        #expect(problem.path == repository.model(second))
        #expect(damage?.description == problem.description)
        let absent = "20260101T000000Z-0123456789ab"
        let error = #expect(throws: RepositoryError.noModel(path: repository.path, name: absent)) {
            try repository.serve(absent)
        }
        #expect(error?.description.contains("'spreu models list --models ") == true)
        #expect(repository.currentName == first)
        #expect(try content() == [first, second, "current"])
    }

    @Test("where current is a folder, nothing is served, and to serve something fails with its path")
    func currentIsFolder() throws {
        let name = try add()
        try FileManager.default.createDirectory(
            atPath: repository.current + "/x", withIntermediateDirectories: true)
        #expect(repository.currentName == nil)
        let error = #expect(throws: RepositoryError.self) { try repository.serve(name) }
        guard case .failed(let path, let reason)? = error else { throw Failure() }
        #expect(path == repository.current && reason.hasSuffix("(rename)"))
        #expect(try content() == [name, "current"], "no link is left behind")
    }

    @Test("where current leads to nothing, its name is told, no model is marked, and another can be served")
    func currentLeadsNowhere() throws {
        let name = try add()
        let gone = "20251101T023000Z-0123456789ab"
        try link(repository.current, to: gone)
        #expect(repository.currentName == gone)
        #expect(repository.list().map(\.isCurrent) == [false])
        #expect(repository.previous() == nil)
        #expect(throws: RepositoryError.noManifest(path: repository.folder(gone) + "/manifest.json")) {
            try ModelManifest.describe(gone, in: repository)
        }
        try repository.serve(name)
        #expect(repository.currentName == name)
    }

    @Test(
        "a name cannot lead out of the folder",
        arguments: [
            "", ".", "..", "current", "../site", "/etc", "../20251125T023000Z-0123456789ab",
            "20251125T023000Z-/../../other", "20251125T023000Z-0123456789ab/", ".new-0123456789abcdef",
        ])
    func escapes(name: String) throws {
        let real = try add()
        try repository.serve(real)
        let error = RepositoryError.noModel(path: repository.path, name: name)
        #expect(throws: error) { try repository.serve(name) }
        #expect(throws: error) { try repository.export(name, to: scratch.root, compressed: false) }
        #expect(throws: error) { try ModelManifest.describe(name, in: repository) }
        #expect(repository.currentName == real)
    }

    @Test("an exported copy has its manifest, and no signature of another model")
    func export() throws {
        let name = try add()
        let target = scratch.path("outgoing")
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: false)
        try write("of an earlier one", to: target + "/model.spreu.sig")
        #expect(try repository.export(name, to: target, compressed: false) == target + "/model.spreu")
        let files = FileManager.default
        #expect(try files.contentsOfDirectory(atPath: target).sorted() == ["manifest.json", "model.spreu"])
        #expect(files.contentsEqual(atPath: target + "/model.spreu", andPath: repository.model(name)))
        try write("its own", to: repository.model(name) + ".sig")
        #expect(try repository.export(name, to: target, compressed: true) == target + "/model.spreu.xz")
        #expect(try files.contentsOfDirectory(atPath: target).contains("model.spreu.sig"))
        let compressed = try Data(contentsOf: URL(fileURLWithPath: target + "/model.spreu.xz"))
        #expect(compressed.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]), "the magic bytes of .xz")
    }

    @Test("to export into a folder that is not there fails with the file's path")
    func exportNowhere() throws {
        let name = try add()
        let target = scratch.path("none")
        let error = #expect(throws: RepositoryError.self) {
            try repository.export(name, to: target, compressed: false)
        }
        guard case .failed(let path, _)? = error else { throw Failure() }
        #expect(path == target + "/manifest.json")
    }
}
