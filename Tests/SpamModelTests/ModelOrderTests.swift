// SPDX-License-Identifier: Apache-2.0
import Foundation
import SpamModel
import TestSupport
import Testing
import TextOutput

@Suite("Order of models, and the one that is held")
struct ModelOrderTests {
    private static let day: Int64 = 86_400
    private let scratch: ScratchFolder
    private let repository: ModelRepository

    init() throws {
        scratch = try ScratchFolder()
        repository = ModelRepository(scratch.path("models/site"))
    }

    /// Adds a model that a night makes when its clock says so many days.
    @discardableResult
    private func add(day: Int64, isNumbered: Bool = true) throws -> String {
        let model = ModelSamples.model(seed: UInt64(day) + 1)
        return try repository.add(
            time: day * Self.day, model: { try ModelFile.write(model, to: $0) },
            files: { digest in
                let manifest = ModelManifest(
                    model.parameters, name: "site", time: day * Self.day,
                    number: isNumbered ? repository.nextNumber : 0)
                return ["manifest.json": Array(manifest.json(digest: digest).text.utf8)]
            })
    }

    @Test("models come in the order in which they were made, whatever the clock said")
    func order() throws {
        let names = [
            try add(day: 20_000, isNumbered: false), try add(day: 20_001, isNumbered: false), try add(day: 20_002),
            try add(day: 10_957), try add(day: 20_003), try add(day: 30_000), try add(day: 20_004),
        ]
        #expect(repository.list().map(\.name) == names)
        try repository.serve(names[4])
        #expect(repository.previous() == names[3])
        try repository.serve(names[6])
        repository.prune(keeping: 2)
        #expect(repository.list().map(\.name) == Array(names[5...]))
    }

    @Test("a model that is pinned stays so until it is unpinned, and a damaged one is not pinned")
    func pin() throws {
        let (first, second) = (try add(day: 1), try add(day: 2))
        try repository.serve(second)
        #expect(!repository.isPinned)
        try repository.pin(first)
        #expect(repository.isPinned && repository.servedName == first)
        try Data().write(to: URL(fileURLWithPath: repository.model(second)))
        #expect(throws: RepositoryError.self) { try repository.pin(second) }
        #expect(repository.isPinned && repository.servedName == first)
        #expect(try repository.unpin())
        #expect(try !repository.unpin() && !repository.isPinned)
        #expect(throws: RepositoryError.self) { try repository.pin(second) }
        #expect(!repository.isPinned && repository.servedName == first)
    }

    @Test("where `current` leads nowhere nothing is served, nothing is pinned, and what to do is said")
    func dangling() throws {
        let name = try add(day: 1)
        try repository.pin(name)
        #expect(repository.problem == nil && !repository.isDangling)
        try FileManager.default.removeItem(atPath: repository.folder(name))
        #expect(repository.isDangling && repository.servedName == nil && !repository.isPinned)
        let problem = try #require(repository.problem)
        #expect(problem.contains(name) && problem.contains("spreu models list --models \(repository.path)"))
        let file = repository.current + "/" + ModelRepository.modelName
        #expect(ModelRepository.problem(ofServed: file) == problem)
        #expect(ModelRepository.problem(ofServed: scratch.path("model.spreu")) == nil)
    }
}
