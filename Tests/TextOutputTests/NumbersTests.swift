// SPDX-License-Identifier: Apache-2.0
import Testing
import TextOutput

@Suite("Numbers are written for people")
struct NumbersTests {
    @Test(
        "fixed point is what C prints",
        arguments: [
            (1.005, 2, "1.00"), (-0.5, 0, "-0"), (2.5, 3, "2.500"), (0, 1, "0.0"), (.infinity, 2, "inf"),
        ])
    func fixed(value: Double, digits: Int, text: String) { #expect(fixedPoint(value, digits: digits) == text) }

    @Test("the largest number has room")
    func largest() { #expect(fixedPoint(.greatestFiniteMagnitude, digits: 4).count == 309 + 5) }

    @Test(
        "thousands are parted by commas",
        arguments: [
            (0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567"), (-100, "-100"),
            (Int.min, "-9,223,372,036,854,775,808"),
        ])
    func groups(count: Int, text: String) { #expect(grouped(count) == text) }

    @Test(
        "three digits are significant, and eight decimals at most",
        arguments: [
            (0, "0"), (123.456, "123"), (12.345, "12.3"), (0.012345, "0.0123"), (-1.5, "-1.50"), (1e-12, "0.00000000"),
            (.infinity, "inf"),
        ])
    func digits(value: Double, text: String) { #expect(significant(value) == text) }
}
