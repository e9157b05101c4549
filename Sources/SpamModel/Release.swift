// SPDX-License-Identifier: Apache-2.0

/// What this release is called, by both programs and in the models that they write.
package enum Release {
    /// The version.
    package static let version = "0.1.0"
}
