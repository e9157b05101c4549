// SPDX-License-Identifier: Apache-2.0

/// A small symmetric positive definite matrix, of which the lower triangle is kept.
struct SymmetricMatrix {
    private let size: Int
    /// Row by row.
    private var elements: [Double]

    /// A diagonal matrix.
    init(diagonal: [Double]) {
        size = diagonal.count
        elements = Array(repeating: 0, count: size * size)
        for index in 0..<size { elements[index * size + index] = diagonal[index] }
    }

    /// Adds the outer product of a vector with itself, times a factor.
    mutating func add(_ factor: Double, outerProductOf vector: [Double]) {
        for row in 0..<size {
            let scaled = factor * vector[row]
            for column in 0...row { elements[row * size + column] += scaled * vector[column] }
        }
    }

    /// The x for which the matrix times x is the right side (Cholesky).
    ///
    /// - Precondition: the matrix is positive definite, as a sum of a positive diagonal and outer products is.
    func solve(_ right: [Double]) -> [Double] {
        var factor = elements
        for row in 0..<size {
            for column in 0...row {
                var sum = factor[row * size + column]
                for index in 0..<column { sum -= factor[row * size + index] * factor[column * size + index] }
                factor[row * size + column] =
                    row == column ? max(sum, .leastNormalMagnitude).squareRoot() : sum / factor[column * size + column]
            }
        }
        var solution = right
        for row in 0..<size {
            for index in 0..<row { solution[row] -= factor[row * size + index] * solution[index] }
            solution[row] /= factor[row * size + row]
        }
        for row in (0..<size).reversed() {
            for index in (row + 1)..<size { solution[row] -= factor[index * size + row] * solution[index] }
            solution[row] /= factor[row * size + row]
        }
        return solution
    }
}
