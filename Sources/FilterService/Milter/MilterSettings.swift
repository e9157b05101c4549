// SPDX-License-Identifier: Apache-2.0

/// What all milter connections have in common.
public struct MilterSettings: Sendable {
    /// What is done with messages.
    public let policy: FilterPolicy
    /// The bounds.
    public let limits: FilterLimits
    /// The mail server's name where it does not tell.
    public let hostname: String
    /// The names of this filter's own fields in lower case, in the order of ``TagFields/ownNames``.
    let ownNames: [[UInt8]]

    /// Makes the settings that a configuration gives.
    public init(configuration: FilterConfiguration) {
        policy = configuration.policy
        limits = configuration.limits
        hostname = configuration.reading.hostname ?? MachineName.own
        ownNames = TagFields(policy: policy).ownNames.map { Array($0.lowercased().utf8) }
    }
}
