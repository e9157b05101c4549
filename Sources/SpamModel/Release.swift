// SPDX-License-Identifier: Apache-2.0

/// The name of this release, in both programs and in the models they write.
package enum Release {
    /// The version.
    package static let version = "0.1.0"
}
