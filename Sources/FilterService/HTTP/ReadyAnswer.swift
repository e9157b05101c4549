// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import TextOutput

/// The answer to `GET /ready`: whether there are models.
enum ReadyAnswer {
    /// Of all: one customer whose model is missing does not take the others' filter out of service.
    static func answer(_ customers: CustomerTable) -> HTTPAnswer {
        let without = customers.withoutModel
        let isReady = without.count < customers.all.count
        var members: [String: JSONValue] = ["ready": .bool(isReady)]
        if customers.hasCustomers, !without.isEmpty {
            members["withoutModel"] = .array(without.map { .string($0.label) })
        }
        return HTTPAnswer(isReady ? .ok : .serviceUnavailable, json: members)
    }

    /// Of one.
    static func answer(_ customer: Customer) -> HTTPAnswer {
        let isReady = customer.models.isReady
        return HTTPAnswer(isReady ? .ok : .serviceUnavailable, json: ["ready": .bool(isReady)])
    }
}

/// The answer to `POST /v1/reload`: what came of looking for new models.
enum ReloadAnswer {
    /// The default's result, and each customer's by its name; a conflict if a file was refused.
    static func answer(_ results: [(customer: Customer, result: ModelStore.Reload)]) -> HTTPAnswer {
        var members: [String: JSONValue] = [:]
        var customers: [String: JSONValue] = [:]
        var isRefused = false
        for (customer, result) in results {
            if case .refused = result { isRefused = true }
            if let name = customer.name {
                customers[name] = .object(Self.members(result))
            } else {
                members = Self.members(result)
            }
        }
        if !customers.isEmpty { members["customers"] = .object(customers) }
        return HTTPAnswer(isRefused ? .conflict : .ok, json: members)
    }

    private static func members(_ result: ModelStore.Reload) -> [String: JSONValue] {
        switch result {
        case .loaded(let generation): ["result": .string("loaded"), "generation": .integer(generation)]
        case .unchanged: ["result": .string("unchanged")]
        case .refused(let reason): ["result": .string("refused"), "error": .string(reason)]
        }
    }
}
