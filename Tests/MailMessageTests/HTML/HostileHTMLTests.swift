// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailMessage
import TestSupport
import Testing

/// Shapes of HTML that cost some parsers quadratic time.
@Suite("Hostile HTML", .serialized) struct HostileHTMLTests {
    /// A megabyte of one shape.
    struct Shape: Sendable, CustomTestStringConvertible {
        let name: String
        let make: @Sendable () -> [UInt8]

        init(_ name: String, _ make: @escaping @Sendable () -> [UInt8]) { (self.name, self.make) = (name, make) }

        /// The text again and again, after a beginning that stands once or more often.
        init(_ text: String, after beginning: String = "", times: Int = 1) {
            name = (beginning.isEmpty ? "" : "\(times) x \(beginning), then ") + text
            make = {
                HostileHTMLTests.fill(Array(repeating: Array(beginning.utf8), count: times).flatMap { $0 }, with: text)
            }
        }

        var testDescription: String { name }
    }

    static let size = 1 << 20
    /// Seconds of CPU that a megabyte may take at most: what is usual is a hundredth of it.
    static let secondsPerMegabyte = 2.0

    static func fill(_ beginning: [UInt8], with text: String) -> [UInt8] {
        var bytes = beginning
        while bytes.count < size { bytes += text.utf8 }
        return Array(bytes.prefix(size))
    }

    static let shapes: [Shape] =
        [
            Shape("<div>"), Shape("</span>", after: "<div>", times: 100_000),
            Shape("</b>", after: "<font>", times: 8000),
            Shape("</b>", after: "<b>", times: 8000), Shape("<p><div></div></p>", after: "<font>", times: 990),
            Shape("<li>", after: "<font>", times: 6000), Shape("<body>", after: "<foo>", times: 8000), Shape("<p>"),
            Shape("</p>"), Shape("<li>"), Shape("<td>"), Shape("<x>"), Shape("<x></x>"), Shape("<b><i></b></i>"),
            Shape("<a href=x>"), Shape("<br>"), Shape("<img alt=a src=//a>"), Shape("<p style=a:b>"), Shape("<form>"),
            Shape("<p hidden>a"), Shape("&"), Shape("&zwnj;"), Shape("&notin"), Shape("&#1;"), Shape("&aaaaaaa"),
            Shape("\u{1}"), Shape("\u{0}"), Shape("\u{ffff}"), Shape("<"), Shape("</"), Shape("<!"), Shape("<?"),
            Shape("<a"), Shape("<a "), Shape("<a a"), Shape("<a href=\""), Shape("<!--"), Shape("<!---->"),
            Shape("-->"),
            Shape("<script>"), Shape("<style>x</style>"), Shape("<title>"), Shape(" "), Shape("\n"), Shape("日本"),
            Shape("a", after: "<a href=\""), Shape("color:red;", after: "<p style=\""), Shape("<frame src=//a>"),
            Shape("<a href=//a@"), Shape("x ", after: "<pre>"), Shape("<a href=http://a>http://b</a>"),
        ] + [
            Shape("</b>", after: "<b x=1><div>", times: 400),
            Shape("<p>x", after: "<p>" + (0..<120).map { "<font a=\($0)>" }.joined()),
            Shape("<tr>x", after: "<table>"),
            Shape("<table>x<td>y"),
            Shape("<table><td>y", after: "x"),
            Shape("<svg><p>"),
            Shape("<svg><desc>"),
            Shape("</g>", after: "<svg><x>", times: 800),
            Shape("<math><annotation-xml>"),
            Shape("<select><option>x"),
            Shape("<template>"),
            Shape("</template>"),
            Shape("<!--[if mso]>x<![endif]-->"),
            Shape("<!--[if mso]>", after: ""),
            Shape("<iframe srcdoc=\"<p>x\">"),
            Shape("--!", after: "<!--"),
            Shape("<script><!--<script>"),
            Shape("</script", after: "<script>"),
            Shape("<plaintext>"),
            Shape("<textarea></textare"),
            Shape("<![CDATA[", after: "<svg>"),
            Shape("<a><b><i><p>"),
            Shape("<nobr>"),
            Shape("<button>"),
            Shape("<ruby><rt>"),
            Shape("<body a=1>"),
            Shape("<body style='color:red'>", after: "<b><div>", times: 400),
            Shape("<base href=http://x.example/a/>"),
            Shape("<a href=../../b>", after: "<base href=http://x.example/a/>"),
            Shape("http://x.example/ "),
            Shape("<x1><x2></x3>"),
            Shape("</></>"),
            Shape("<frameset>"),
            Shape("<dd><dt>"),
            Shape("<col>", after: "<table>"),
            Shape("<iframe>"), Shape("<noembed><iframe>"), Shape("<li>", after: "<ul>" + spans),
            Shape("<!DOCTYPE html public>"),
            Shape("</h1>", after: "<p>" + spans), Shape("</b>", after: "<b>" + spans),
            Shape("<b>x</b>", after: "<template>" + spans + "<table>"),
        ] + [
            Shape("distinct attributes in one tag") {
                Array(("<a " + (0..<130_000).map { "a\($0)=1 " }.joined() + ">").utf8.prefix(size))
            },
            Shape("many tags with many attributes") {
                fill([], with: "<p " + (0..<1500).map { "b\($0)" }.joined(separator: " ") + ">")
            },
            Shape("tags at random") {
                random(["<", "</"], ["p", "div", "table", "td", "b", "font", "li", "a", "h1"], [">"])
            },
            Shape("tokens at random") {
                random(
                    ["<", ">", "/", "=", "\"", "'", "&", "#", "!", "-", " "], ["a", "p", "td", "x", "--", "style"],
                    [" ", ""])
            },
        ]

    private static let spans = String(repeating: "<span>", count: 990)

    /// Shapes whose beginning is none.
    static let grown: [HostileStyleTests.Shape] = [
        HostileStyleTests.Shape("elements too deep to be opened, and what would bound those that are cut off") {
            count in
            String(repeating: "<div>", count: 998) + String(repeating: "<object>", count: count / 16)
                + String(repeating: "</div>", count: 10) + alike(count / 2)
        },
        HostileStyleTests.Shape("captions too deep to be opened") { count in
            String(repeating: "<div>", count: 997) + "<table>" + String(repeating: "<caption>", count: count / 18)
                + "</table>" + String(repeating: "</div>", count: 10) + alike(count / 2)
        },
        HostileStyleTests.Shape("objects that cells end") { count in
            "<table>" + String(repeating: "<td><object></td>", count: count / 34) + "<td>" + alike(count / 2)
        },
        HostileStyleTests.Shape("a long tag that is read again and again") { count in
            (0..<126).map { "<b a=\($0)>" }.joined() + "<div " + String(repeating: "a=x ", count: count / 4) + ">"
                + String(repeating: "</b>", count: 126)
        },
    ]

    /// Elements that are so much alike that only three of four are kept.
    private static func alike(_ count: Int) -> String {
        String(repeating: "<b><b><b><b></b></b></b></b>", count: count / 28)
    }

    @Test("what comes after much else takes no more than its share", arguments: grown)
    func growth(_ shape: HostileStyleTests.Shape) {
        let excess = LinearTime(small: Self.size / 8, large: Self.size, tolerance: 4, floor: 0.02).excess(of: {
            Array(shape.make($0).utf8)
        }) {
            _ = HTMLReader.read($0)
        }
        #expect(excess == nil, "\(excess ?? "")")
        let page = Array(shape.make(Self.size).utf8)
        let seconds = CPUTime.seconds { _ = HTMLReader.read(page) }
        #expect(seconds < Self.secondsPerMegabyte, "\(seconds) s")
    }

    static func random(_ parts: [String]...) -> [UInt8] {
        var random = SplitMix64(seed: 3)
        var bytes: [UInt8] = []
        while bytes.count < size {
            for choice in parts { bytes += choice[Int(random.next() % UInt64(choice.count))].utf8 }
        }
        return bytes
    }

    @Test("a megabyte takes a time that no quadratic work could keep", arguments: shapes)
    func shape(_ shape: Shape) {
        let bytes = shape.make()
        var budget = ContentBudget()
        budget.visibleBytes = .max
        var content = HTMLContent()
        let seconds = CPUTime.seconds { content = HTMLReader.read(bytes, budget: budget) }
        #expect(seconds < Self.secondsPerMegabyte, "\(seconds) s")
        #expect(content.visible.count <= 3 * bytes.count)
        #expect(content.links.count <= budget.links)
        // The beginning of a shape is a shape as well.
        let excess = LinearTime(small: Self.size / 8, large: Self.size, tolerance: 4, floor: 0.02).excess(of: {
            Array(bytes.prefix($0))
        }) {
            _ = HTMLReader.read($0, budget: budget)
        }
        #expect(excess == nil, "\(excess ?? "")")
    }

    @Test("elements are nested no deeper than a thousand, and text in deeper ones is still read")
    func depth() {
        let html =
            String(repeating: "<div>", count: 5000) + "deep" + String(repeating: "</div>", count: 5000) + "<p>after"
        let content = HTMLReader.read(Array(html.utf8))
        #expect(String(decoding: content.visible, as: UTF8.self) == "deep\nafter")
        #expect(content.flags.contains(.excessiveMarkup))
    }

    @Test("what other clients show is read to a depth that no stack is too small for, and kept beyond it")
    func fallbackDepth() async {
        let html = String(repeating: "<iframe>", count: 1500) + "last"
        let content = await Self.onSmallStack { HTMLReader.read(Array(html.utf8)) }
        #expect(String(decoding: content.hidden, as: UTF8.self).hasSuffix("last"))
    }

    /// The result of work that has a stack of 256 kilobytes, half of what threads have on some systems.
    private static func onSmallStack<Result: Sendable>(_ work: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: work()) }
            thread.stackSize = 256 << 10
            thread.start()
        }
    }

    @Test("an overlong tag is read to its end")
    func longTag() {
        let html =
            "a<p " + String(repeating: "x=1 ", count: 50_000) + "style='" + String(repeating: "x:y;", count: 20_000)
            + "display:none'>b</p>c<a " + String(repeating: "y", count: 10_000) + " href=http://x.example/>d</a>"
        let content = HTMLReader.read(Array(html.utf8))
        #expect(content.flags.contains(.excessiveMarkup))
        #expect(content.links.map { String(decoding: $0.host, as: UTF8.self) } == ["x.example"])
    }

    @Test("links in one another keep no more than the beginning of their text")
    func nestedLinks() {
        let open = String(repeating: "<a href=http://x.example/><object>", count: 450)
        let html = open + String(repeating: "word ", count: 50_000)
        let content = HTMLReader.read(Array(html.utf8))
        #expect(content.links.count == 450)
        #expect(content.links.allSatisfy { $0.shown.count <= 2048 })
    }
}
