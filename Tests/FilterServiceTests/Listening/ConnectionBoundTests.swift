// SPDX-License-Identifier: Apache-2.0
import FilterService
import Testing

@Suite("How many connections there can be") struct ConnectionBoundTests {
    private func limits(_ change: (inout FilterLimits) -> Void = { _ in }) -> FilterLimits {
        var limits = FilterLimits()
        change(&limits)
        return limits
    }

    @Test(
        "as many as the memory has room for an ordinary message of each, at most half of it",
        arguments: [(1, 682), (2, 341), (3, 227)])
    func memory(listeners: Int, expected: Int) {
        let bound = ConnectionBound(limits(), listeners: listeners, descriptors: 100_000)
        #expect(bound.perListener == expected && bound.notice == nil)
        #expect(bound.total * MemoryBudget.connectionBytes <= FilterLimits().memoryBytes / 2)
    }

    @Test("as many as there are descriptors, but for some of the process's own")
    func descriptors() {
        #expect(ConnectionBound(limits(), listeners: 3, descriptors: 364).perListener == 100)
        #expect(ConnectionBound(limits(), listeners: 1, descriptors: 20).perListener == 8)
    }

    @Test("a longest message fits beside what is set aside")
    func longest() {
        let small = limits { $0.memoryBytes = $0.messageBytes + (10 << 20) }
        #expect(small.reservedConnections(1_000) == (10 << 20) / MemoryBudget.connectionBytes)
        #expect(limits { $0.memoryBytes = $0.messageBytes }.reservedConnections(1_000) == 0)
    }

    @Test("who wants more is told what to raise, and to what")
    func notice() throws {
        let many = limits { $0.connections = 1_000 }
        let byMemory = try #require(ConnectionBound(many, listeners: 3, descriptors: 100_000).notice)
        #expect(byMemory.contains("each listener takes 227 connections at a time, not 1000"))
        let bytes = 2 * 3_000 * MemoryBudget.connectionBytes
        #expect(byMemory.contains("raise 'memory-bytes' to \(bytes)"), "\(byMemory)")
        let enough = limits { ($0.connections, $0.memoryBytes) = (1_000, bytes) }
        #expect(ConnectionBound(enough, listeners: 3, descriptors: 100_000).notice == nil)
        // The longest message has to fit beside it.
        let few = limits { ($0.connections, $0.memoryBytes) = (100, 65 << 20) }
        let beside = 100 * MemoryBudget.connectionBytes + few.messageBytes
        let byMessage = try #require(ConnectionBound(few, listeners: 1, descriptors: 100_000).notice)
        #expect(byMessage.contains("raise 'memory-bytes' to \(beside)"), "\(byMessage)")
        let raised = limits { ($0.connections, $0.memoryBytes) = (100, beside) }
        #expect(ConnectionBound(raised, listeners: 1, descriptors: 100_000).notice == nil)
        let byDescriptors = try #require(ConnectionBound(enough, listeners: 3, descriptors: 364).notice)
        #expect(byDescriptors.contains("raise the limit of open files (LimitNOFILE=) to 3064"), "\(byDescriptors)")
    }
}
