// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu models rollback, unpin")
struct ModelPinTests {
    private func site() throws -> NightlyTests.Site { try NightlyTests.Site("gate:\n  label-days: 365") }

    @Test("after a rollback nights make models and serve none, and say so, until it is unpinned")
    func pinned() throws {
        let site = try site()
        try site.night()
        let first = try #require(site.current)
        try site.night()
        let back = try site.run(["models", "rollback"])
        #expect(
            back.code == 0 && site.current == first
                && back.text.contains("pinned until 'spreu models unpin --config \(site.folder.path("spreu.yaml"))'"),
            "\(back.text)")
        let night = try site.night()
        let last = try #require(night.text.split(separator: "\n").last)
        #expect(night.code == 0 && site.current == first, "\(night.errors) \(night.text)")
        #expect(
            last.hasPrefix("result   kept the model of ") && last.contains("because it is pinned, and made ")
                && last.contains("'spreu models unpin --config "), "\(last)")
        #expect(try site.run(["models", "list"]).text.split(separator: "\n").count == 3)
        #expect(try site.run(["store", "runs", "--last", "1"]).text.contains("kept: "))
        let status = try site.run(["status"])
        #expect(status.text.contains("pinned until 'spreu models unpin "), "\(status.text)")
        #expect(try site.run(["status", "--json"]).value["pinned"] == .bool(true))
        // One that was forgotten is a stale model.
        site.now += 5 * 86_400
        let stale = try site.night()
        #expect(stale.code == 13 && stale.text.contains("unpin"), "\(stale.text)")
        #expect(try site.run(["models", "unpin"]).code == 0)
        let next = try site.night()
        #expect(next.code == 0 && site.current != first && next.text.contains("result   served "), "\(next.text)")
    }

    @Test("where the served model is gone, list, status and the night say what to do, and the night serves its own")
    func dangling() throws {
        let site = try site()
        try site.night()
        let first = try #require(site.current)
        try FileManager.default.removeItem(atPath: site.folder.path("models/site/" + first))
        let list = try site.run(["models", "list"])
        #expect(list.code == 4 && list.errors.contains("points to \(first), which does not exist"), "\(list.errors)")
        let status = try site.run(["status"])
        #expect(status.code == 2 && status.text.contains("which does not exist: "), "\(status.text)")
        let night = try site.night()
        #expect(night.code == 0 && site.current != first, "\(night.errors) \(night.text)")
        #expect(night.text.contains("points to \(first), which does not exist"), "\(night.text)")
        #expect(try site.run(["models", "list"]).code == 0)
    }
}
