// SPDX-License-Identifier: Apache-2.0

extension FeatureVector {
    /// Whether a hash is among some that ascend, as those of one view do.
    ///
    /// - Complexity: O(log n).
    package static func contains(_ hash: UInt32, in ascending: Span<UInt32>) -> Bool {
        var (low, high) = (0, ascending.count)
        while low < high {
            let middle = low + (high - low) / 2
            if ascending[middle] < hash { low = middle + 1 } else { high = middle }
        }
        return low < ascending.count && ascending[low] == hash
    }
}
