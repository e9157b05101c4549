// SPDX-License-Identifier: Apache-2.0

extension Hyperparameters {
    /// One setting, by the name that people and files give it.
    public enum Setting: String, Sendable, CaseIterable {
        /// ``Hyperparameters/halfLife``, in messages; 0 for never.
        case halfLife = "half-life"
        /// ``Hyperparameters/regularisation``.
        case regularisation
        /// ``Hyperparameters/generativeWeight``.
        case generativeWeight = "generative-weight"
        /// ``Hyperparameters/suspicion``; `never` for infinite.
        case suspicion

        /// What values it takes, for who gave another.
        public var values: String {
            switch self {
            case .halfLife: "a number of messages, 0 for never"
            case .regularisation, .generativeWeight: "a number above 0"
            case .suspicion: "a number above 0, or never"
            }
        }
    }

    /// The value of a setting, as ``set(_:to:)`` reads it.
    public func text(of setting: Setting) -> String {
        switch setting {
        case .halfLife: halfLife.map(Self.text) ?? "0"
        case .regularisation: Self.text(regularisation)
        case .generativeWeight: Self.text(generativeWeight)
        case .suspicion: suspicion.isFinite ? Self.text(suspicion) : "never"
        }
    }

    /// Gives a setting a value; false, and nothing is changed, if it takes no such one.
    public mutating func set(_ setting: Setting, to text: String) -> Bool {
        if setting == .suspicion, text == "never" {
            suspicion = .infinity
            return true
        }
        guard let number = Double(text), (0...1e9).contains(number), number > 0 || setting == .halfLife else {
            return false
        }
        switch setting {
        case .halfLife: halfLife = number == 0 ? nil : number
        case .regularisation: regularisation = number
        case .generativeWeight: generativeWeight = number
        case .suspicion: suspicion = number
        }
        return true
    }

    private static func text(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String(value)
    }
}
