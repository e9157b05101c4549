// SPDX-License-Identifier: Apache-2.0

extension FeatureVector {
    /// Whether a hash is among some that ascend, as those of one view do.
    ///
    /// - Complexity: O(log n).
    package static func contains(
        _ hash: UInt32, in ascending: some RandomAccessCollection<UInt32>
    ) -> Bool {
        var (low, high) = (ascending.startIndex, ascending.endIndex)
        while low < high {
            let middle = ascending.index(low, offsetBy: ascending.distance(from: low, to: high) / 2)
            if ascending[middle] < hash { low = ascending.index(after: middle) } else { high = middle }
        }
        return low < ascending.endIndex && ascending[low] == hash
    }
}
