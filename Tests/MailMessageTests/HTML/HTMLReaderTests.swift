// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

/// HTML and what a reader sees of it.
struct HTMLSample: Sendable, CustomTestStringConvertible {
    let html: String
    var visible = ""
    var hidden = ""
    var flags: HTMLFlags = []

    init(_ html: String, _ visible: String = "", hidden: String = "", _ flags: HTMLFlags = []) {
        (self.html, self.visible, self.hidden, self.flags) = (html, visible, hidden, flags)
    }

    var testDescription: String { html }

    func check() {
        let content = HTMLReader.read(Array(html.utf8))
        #expect(String(decoding: content.visible, as: UTF8.self) == visible)
        #expect(String(decoding: content.hidden, as: UTF8.self) == hidden)
        #expect(content.flags.isSuperset(of: flags))
        #expect(!content.isCut)
    }
}

@Suite("HTML to text") struct HTMLTextTests {
    @Test(
        "words are separated as a reader sees them",
        arguments: [
            HTMLSample("", ""), HTMLSample("plain", "plain"), HTMLSample("  a \n\t b  ", "a b"),
            HTMLSample("<p>one</p><p>two", "one\ntwo"), HTMLSample("a<br>b<br/>c", "a\nb\nc"),
            HTMLSample("V<b>ia</b>g<font size=1>ra</font>", "Viagra"), HTMLSample("a<div>b</div>c", "a\nb\nc"),
            HTMLSample("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"),
            HTMLSample("<ul><li>one<li>two</ul>three", "one\ntwo\nthree"),
            HTMLSample("<pre>a\n  b</pre>", "a\nb"), HTMLSample("a&nbsp;b&#160;c", "a b c"),
            HTMLSample("<html><head><title>no</title></head><body>yes</body></html>after", "yesafter"),
            HTMLSample("<body bgcolor=black text=white>white", "white"),
            HTMLSample("<section>a<header>b</header></section><mark>c</mark>d", "a\nb\ncd"),
            HTMLSample("a<img src=cid:1 alt=\"a picture\">b", "aa pictureb", .embeddedImage),
            HTMLSample("<button>Buy</button>now", "Buy now"), HTMLSample("x</p>y", "x\ny", .unmatchedEndTag),
            HTMLSample("<h1>T</h1>x<hr>y", "T\nx\ny"), HTMLSample("日本<b>語</b>", "日本語"),
        ])
    func separation(_ sample: HTMLSample) { sample.check() }

    @Test(
        "what is no text is left out",
        arguments: [
            HTMLSample("a<!-- no -->b", "ab", [.comment, .commentInWord]), HTMLSample("a<!-->b<!--->c", "abc"),
            HTMLSample("a<!-- <p>no", "a"), HTMLSample("a<script>no<b></script>b", "ab", .script),
            HTMLSample("a<SCRIPT>if (a</script-b) no</Script >b", "ab"), HTMLSample("a<script>never ended", "a"),
            HTMLSample("<style>p { color: red }</style>b", "b", .styleSheet),
            HTMLSample("<title>a &amp; b</title>c", "c", .title),
            HTMLSample("<!DOCTYPE html [<!ENTITY x 'y'>]>a", "]>a"), HTMLSample("<?xml version='1.0'?>a", "a"),
            HTMLSample("<![CDATA[no]]>a", "a"),
            HTMLSample("<!--[if mso]>no<![endif]-->a", "a", hidden: "no", .conditionalComment),
            HTMLSample("<![if !mso]>yes<![endif]>", "yes", .conditionalComment),
            HTMLSample("<iframe src='http://example.com/'>no</iframe>a", "a", hidden: "no", .frame),
            HTMLSample("<o:p>a</o:p>", "a", .unknownElement), HTMLSample("a\u{0}b\u{1}c\u{ffff}d", "abcd"),
        ])
    func leftOut(_ sample: HTMLSample) { sample.check() }

    @Test(
        "malformed markup is read as browsers read it",
        arguments: [
            HTMLSample("1 < 2 & 3 > 2 &", "1 < 2 & 3 > 2 &"), HTMLSample("a<", "a<"), HTMLSample("a<3", "a<3"),
            HTMLSample("a</", "a</"), HTMLSample("a</ b>c", "ac"), HTMLSample("a<b", "a"), HTMLSample("a<b c='", "a"),
            HTMLSample("<a href=\"x>y\">z</a>", "z"), HTMLSample("<p class='a>b'>c", "c"),
            HTMLSample("<b><i>a</b>b</i>c", "abc"), HTMLSample("</div></span>a", "a", .unmatchedEndTag),
            HTMLSample("<p =x>a", "a"), HTMLSample("<p/class=x/>a", "a"), HTMLSample("</br>a", "a"),
        ])
    func malformed(_ sample: HTMLSample) { sample.check() }

    @Test(
        "character references stand for characters",
        arguments: [
            HTMLSample("&eacute;&#233;&#xE9;&#Xe9", "éééé"), HTMLSample("&lt;b&gt; &amp;amp; &quot;", "<b> &amp; \""),
            HTMLSample("&copy &notit; &nosuch; &;", "© ¬it; &nosuch; &;"),
            HTMLSample("&#146;&#150;", "\u{2019}\u{2013}"),
            HTMLSample("&#0;&#xD800;&#x110000;&#99999999999;", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
            HTMLSample("a&NewLine;b&#10;c&#1;d", "a b cd"), HTMLSample("&zwnj;&shy;", "\u{200c}\u{ad}"),
            HTMLSample("&bne;", "=\u{20e5}"), HTMLSample("&#", "&#"), HTMLSample("&#x", "&#x"),
            HTMLSample("&#x;", "&#x;"),
        ])
    func references(_ sample: HTMLSample) { sample.check() }

    @Test("any piece of a page read on its own is text, in valid UTF-8")
    func prefixes() {
        let html = Array(
            "<p style=\"color:#fff\">a é&eacute;<!-- x --><a href='http://é.example/?a&lt=1'>日本</a><script>x</script>&#x1F600;"
                .utf8)
        for start in html.indices {
            let content = HTMLReader.read(Array(html[start...]))
            #expect(String(validating: content.visible, as: UTF8.self) != nil)
            let front = HTMLReader.read(Array(html[..<start]))
            #expect(String(validating: front.visible, as: UTF8.self) != nil)
        }
    }

    @Test("reading goes on where the last part ended")
    func twoParts() {
        var content = HTMLContent()
        for html in ["<p>one <a href=http://one.example/>1</a>", "two<i>hidden</i>", ""] {
            HTMLReader.read(Array(html.utf8).span, into: &content)
        }
        #expect(String(decoding: content.visible, as: UTF8.self) == "one 1\ntwohidden")
        #expect(content.links.count == 1)
    }

    @Test("a budget bounds what is found and ends the reading")
    func budget() {
        var budget = ContentBudget()
        budget.visibleBytes = 100
        let page = String(repeating: "<p>wörd <i hidden>secret</i><a href=http://example.com/>link</a>", count: 10_000)
        var content = HTMLReader.read(Array(page.utf8), budget: budget)
        #expect(content.visible.count <= 100 && content.visible.count > 96)
        #expect(content.isCut)
        #expect(content.links.count < 300)

        budget = ContentBudget()
        (budget.hiddenBytes, budget.skeletonBytes, budget.links) = (50, 300, 7)
        content = HTMLReader.read(Array(page.utf8), budget: budget)
        #expect(content.hidden.count <= 50 && content.skeleton.count <= 300 && content.links.count == 7)
        #expect(content.isCut)

        budget = ContentBudget()
        budget.htmlBytes = 1000
        content = HTMLReader.read(Array(page.utf8), budget: budget)
        #expect(content.visible.count < 1000 && content.isCut)

        content = HTMLReader.read(Array(String(repeating: "no tags at all ", count: 100_000).utf8), budget: budget)
        #expect(content.visible.count <= 1000)
    }

    @Test("the skeleton has tags and attributes as they stand")
    func skeleton() {
        let long = String(repeating: "x", count: 60)
        let content = HTMLReader.read(
            Array("<TABLE Width=\"100\" x><!-- <b> --><O:P a='1\n2'></table><p b=\(long)é>".utf8))
        #expect(
            String(decoding: content.skeleton, as: UTF8.self)
                == "<table\n@width=100\n@x=\n<o:p\n@a=1 2\n</table\n<p\n@b=\(long.prefix(40))\n")
    }
}
