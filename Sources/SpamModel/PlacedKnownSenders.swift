// SPDX-License-Identifier: Apache-2.0
import MailFeatures

/// The known senders as stored in a model: digests (`FeatureVector.sender`), strictly ascending.
struct PlacedKnownSenders {
    /// Bytes from the start of the image; a multiple of eight.
    var offset = 0
    var count = 0

    /// Whether a sender is among them: some seventeen steps of halving for the most there can be.
    func contain(_ sender: UInt64, in image: UnsafeRawBufferPointer) -> Bool {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            let digest = digest(middle, in: image)
            if digest == sender { return true }
            if digest < sender { low = middle + 1 } else { high = middle }
        }
        return false
    }

    /// Whether the digests ascend strictly, from above 0.
    func areAscending(in image: UnsafeRawBufferPointer) -> Bool {
        var last: UInt64 = 0
        for index in 0..<count {
            let digest = digest(index, in: image)
            guard digest > last else { return false }
            last = digest
        }
        return true
    }

    private func digest(_ index: Int, in image: UnsafeRawBufferPointer) -> UInt64 {
        UInt64(littleEndian: image.load(fromByteOffset: offset + 8 * index, as: UInt64.self))
    }
}
