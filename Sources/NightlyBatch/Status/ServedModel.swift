// SPDX-License-Identifier: Apache-2.0
package import SpamModel
import TextOutput

/// The model that a site serves, as far as those ask who look after it.
package struct ServedModel: Sendable, Equatable {
    /// The export's name.
    package var name: String
    /// The model's id in hexadecimal; nil: it cannot be read.
    package var id: String?
    /// Whether its thresholds let nothing be spam.
    package var callsNothingSpam = false
    /// Why it cannot be used; nil: it can.
    package var problem: String?
    /// Hours since it was made; nil: its name does not say.
    package var ageHours: Int?

    /// Makes a description.
    package init(name: String) { self.name = name }

    /// Looks at what is served; nil: nothing is.
    ///
    /// - Parameter now: seconds since 1970.
    package init?(_ repository: ModelRepository, now: Int64) {
        guard let name = repository.currentName else { return nil }
        self.init(name: name)
        problem = repository.problem.map { "\($0)" }
        if problem != nil { return }
        do {
            let model = try SpamModel.open(
                repository.model(name), keyID: nil, extractorVersion: nil, verification: .headerOnly)
            id = model.id.hexadecimal
            callsNothingSpam = model.parameters.thresholds.callNothingSpam
        } catch {
            problem = "\(error)"
        }
        ageHours = ModelRepository.time(of: name).map { Int(max(0, now - $0) / 3_600) }
    }
}
