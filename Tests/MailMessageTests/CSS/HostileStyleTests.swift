// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailMessage
import TestSupport
import Testing

/// Style sheets and attributes that ask for more work than a page is worth.
@Suite("Hostile style", .serialized) struct HostileStyleTests {
    /// A page of about so many bytes.
    struct Shape: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let make: @Sendable (Int) -> String

        init(_ name: String, _ make: @escaping @Sendable (Int) -> String) {
            (testDescription, self.make) = (name, make)
        }

        /// A text again and again between a beginning and an end.
        init(_ beginning: String, _ text: String, _ end: String = "") {
            self.init("\(beginning)\(text)...\(end)") { count in
                beginning + String(repeating: text, count: max(1, count / text.utf8.count)) + end
            }
        }

        /// Half of the page rules, half of it elements.
        init(rules: @escaping @Sendable (Int) -> String, elements: String) {
            self.init("\(rules(0)) and \(elements)") { count in
                let rule = (0..<max(1, count / 2 / rules(1000).utf8.count)).map(rules).joined()
                return "<style>\(rule)</style>" + String(repeating: elements, count: count / 2 / elements.utf8.count)
            }
        }
    }

    static let shapes: [Shape] = [
        Shape(rules: { _ in "*{opacity:1}" }, elements: "<p>a"),
        Shape(rules: { ".a\($0){color:red}" }, elements: "<p class='a1 a2 a3 a4 a5'>a</p>"),
        Shape(rules: { _ in "p p p p p p p p .x{color:red}" }, elements: "<p><b class=x>a</b></p>"),
        Shape(rules: { _ in "i>b i>b i>b i{color:red}" }, elements: "<i><b>a"),
        Shape(rules: { _ in "b b b b b b b b b b u{color:red}" }, elements: "<b><u>a</u>"),
        Shape(rules: { _ in "p~p~p~p~b{color:red}" }, elements: "<p>a</p>"),
        Shape(rules: { _ in "p+p+p+p{color:red}" }, elements: "<p>a</p>"),
        Shape(rules: { _ in "[a*=aaaaaaaaab]{color:red}" }, elements: "<p a=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa>a</p>"),
        Shape(rules: { "[a\($0)]{color:red}" }, elements: "<p a1 a2 a3>a</p>"),
        Shape(rules: { _ in "p:not(.a):not(.b):is(p,b,i){color:red}" }, elements: "<p>a</p>"),
        Shape(rules: { "@media (min-width:\($0)px){p{color:red}}" }, elements: "<p>a</p>"),
        Shape(rules: { _ in "p:nth-child(2n+1){color:red}" }, elements: "<p>a</p>"),
        Shape(rules: { _ in "b::before{content:'aaaaaaaa'}" }, elements: "<b>a</b>"),
        Shape("<style>", "@media screen{", "</style>a"), Shape("<style>", "{", "</style>a"),
        Shape("<style>", "a{", "</style>a"), Shape("<style>", "/*", "</style>a"), Shape("<style>", "'", "</style>a"),
        Shape("<style>", "\\", "</style>a"), Shape("<style>", ":not(", "</style>a"),
        Shape("<style>p", ".a", "{color:red}</style><p>a"), Shape("<style>p", " p", "{color:red}</style><p>a"),
        Shape("<style>p{", "color:red;", "}</style><p>a"), Shape("<style>", "p,", "p{color:red}</style><p>a"),
        Shape("", "<style>p{color:red}</style><p>a"), Shape("", "<style>"), Shape("", "a<style>x</style>"),
        Shape("<p style='", "color:red;", "'>a"), Shape("<p style='", "(", "'>a"), Shape("<p style='", "a{", "'>a"),
        Shape("<p style='width:calc(", "1px+(", "'>a"), Shape("<p style='width:calc(1px", " * 9e99", ")'>a"),
        Shape("<p style='transform:", "scale(1e9) ", "'>a"), Shape("<p style='font:", "bold ", "'>a"),
        Shape("<p style='background:", "linear-gradient(", "'>a"), Shape("<p style='background:", "url(", "'>a"),
        Shape("<p style='clip-path:polygon(", "1px 2px,", ")'>a"), Shape("", "<p style='opacity:.5'>a"),
        Shape("<p class='", "a ", "'>a"), Shape("", "<div style='font-size:2em;width:9e9em'>a"),
        Shape("<p style='color:", "light-dark(", "'>a"), Shape("<p style='color:", "light-dark(red,", "'>a"),
        Shape("<p style='text-shadow:", "light-dark(", "'>a"),
        Shape("<p style='background:linear-gradient(", "light-dark(", "'>a"),
        Shape("<p style='background:linear-gradient(", "light-dark(x ", "'>a"),
        Shape("<p style='background:linear-gradient(", "light-dark(rgb(1 calc(1 + ", "'>a"),
        Shape("<p style='", "all:unset;", "'>a"), Shape("<p style='", "all:unset!important;", "'>a"),
        Shape("<style>p{", "all:unset;", "}</style>" + String(repeating: "<p>a", count: 2000)),
        halves("b::before{content:'", " ", "'}", "<b></b>"), halves("b::before{content:'", "\0", "'}", "<b></b>"),
        halves("b::before{content:'", "x", "'}", "<b></b>"),
        halves("p", ".a", "{color:red}", "<p class=a>"), halves("p:is(b,p", ".a", "){color:red}", "<p class=a>"),
        halves(".a", ".a", ".b{color:red}", "<p class='a c d e f g h'>"),
        Shape("texts for many selectors") { count in
            let selectors = String(repeating: "b::before,", count: count / 20)
            let text = String(repeating: "x", count: count / 2)
            return "<style>\(selectors)b::before{content:'\(text)'}</style>x<b>y</b>"
        },
        Shape("a value in which many words are looked for") { count in
            let word = String(repeating: "a", count: 63)
            let rules = ["*=\(word)b]", "*='\(word)b' i]", "~=\(word)b]"].map { "[a\($0){color:red}" }.joined()
            return "<style>\(String(repeating: rules, count: 21))</style><p a='"
                + String(repeating: "a", count: count) + "'>x"
        },
        Shape("<style>[a]{color:red}</style>" + String(repeating: "<b><div>", count: 400), "<body a>"),
    ]

    /// Half of the page one rule, in which a text comes again and again, half of it elements.
    private static func halves(_ beginning: String, _ text: String, _ end: String, _ element: String) -> Shape {
        Shape("\(beginning)\(text)...\(end) and \(element)") { count in
            "<style>" + beginning + String(repeating: text, count: count / 2 / text.utf8.count) + end + "</style>"
                + String(repeating: element, count: count / 2 / element.utf8.count)
        }
    }

    @Test("the time that a page takes grows no more than the page, and is short", arguments: shapes)
    func linear(_ shape: Shape) {
        let size = 1 << 18
        let excess = LinearTime(small: size / 8, large: size, tolerance: 4, floor: 0.02).excess(of: {
            Array(shape.make($0).utf8)
        }) {
            _ = HTMLReader.read($0)
        }
        #expect(excess == nil, "\(excess ?? "")")
        // Work that is a thousand times the page grows no more than it, either.
        let page = Array(shape.make(size).utf8)
        let seconds = CPUTime.seconds { _ = HTMLReader.read(page) } * Double(1 << 20) / Double(page.count)
        #expect(seconds < HostileHTMLTests.secondsPerMegabyte, "\(seconds) s for a megabyte")
    }

    @Test("a declaration that stands for all properties takes no room for each")
    func memory() {
        func peak() -> Int {
            var usage = rusage()
            getrusage(0, &usage)
            return usage.ru_maxrss >> 10
        }
        let page = Array(("<p style='" + String(repeating: "all:unset;", count: 400_000) + "'>x").utf8)
        var budget = ContentBudget()
        budget.htmlBytes = .max
        let before = peak()
        _ = HTMLReader.read(page, budget: budget)
        // Other suites run meanwhile: four megabytes were worth a gigabyte.
        #expect(peak() - before < 400, "\(peak() - before) MB more")
    }

    @Test("rules that are not tried any more hide nothing, and it is said")
    func budget() {
        let rules = (0..<4000).map { _ in "b b b b b b b b u{color:red}" }.joined()
        let elements = String(repeating: "<b><u>x</u>", count: 8000)
        let content = HTMLReader.read(Array("<style>\(rules)p{display:none}</style>\(elements)<p>last".utf8))
        #expect(content.flags.contains(.excessiveStyle))
        #expect(String(decoding: content.visible, as: UTF8.self).hasSuffix("last"))
    }
}
