// SPDX-License-Identifier: Apache-2.0
import Glibc
import Metrics
import SpamModel

/// The numbers of the model in service: of the default without a label, of a customer with its name.
struct ModelMetrics: Sendable {
    private let registry: MetricsRegistry
    private let dimensions: [(String, String)]
    private let loadCounter: Counter
    private let refusalCounter: Counter

    /// - Parameter customer: The customer's name; nil: the default.
    init(registry: MetricsRegistry, customer: String?) {
        self.registry = registry
        dimensions = customer.map { [("customer", $0)] } ?? []
        let label = "spreu_model_loads_total"
        loadCounter = Counter(label: label, dimensions: [("result", "loaded")] + dimensions, factory: registry)
        refusalCounter = Counter(label: label, dimensions: [("result", "refused")] + dimensions, factory: registry)
    }

    /// Counts a model that was put in service.
    func loaded() { loadCounter.increment() }

    /// Counts a file that was refused.
    func refused() { refusalCounter.increment() }

    /// Shows the model in service at each rendering.
    func observe(_ current: @escaping @Sendable () -> ServedModel?) {
        let missing = Gauge(label: "spreu_model_missing", dimensions: dimensions, factory: registry)
        let age = Gauge(label: "spreu_model_age_seconds", dimensions: dimensions, factory: registry)
        let generation = Gauge(label: "spreu_model_generation", dimensions: dimensions, factory: registry)
        let nothing = Gauge(label: "spreu_model_calls_nothing_spam", dimensions: dimensions, factory: registry)
        registry.beforeRendering {
            let model = current()
            missing.record(model == nil ? 1 : 0)
            generation.record(model?.generation ?? 0)
            nothing.record(model?.model.parameters.thresholds.callNothingSpam == true ? 1 : 0)
            age.record(model.map { Int64(time(nil)) - $0.writtenAt } ?? 0)
        }
    }
}
