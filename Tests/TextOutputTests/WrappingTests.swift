// SPDX-License-Identifier: Apache-2.0
import Testing
import TextOutput

@Suite("Wrapped text")
struct WrappingTests {
    @Test(
        "lines are broken at spaces, and a long word has one of its own",
        arguments: [
            ("", 10, ""), ("one two three", 7, "one two\nthree"), ("one two three", 80, "one two three"),
            ("a longlongword b", 5, "a\nlonglongword\nb"), ("four five", 4, "four\nfive"),
        ])
    func wrapped(text: String, columns: Int, lines: String) { #expect(text.wrapped(columns) == lines) }
}
