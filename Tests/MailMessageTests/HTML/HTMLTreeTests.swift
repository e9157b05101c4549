// SPDX-License-Identifier: Apache-2.0
import MailMessage
import TestSupport
import Testing

@Suite("The tree of HTML") struct HTMLTreeTests {
    @Test(
        "what an unended or misplaced tag holds is what browsers make of it",
        arguments: [
            HTMLSample("<p hidden>a<div>b</div>", "b", hidden: "a"),
            HTMLSample("<p hidden>a<table><td>b</table>c", "", hidden: "a\nb\nc"),
            HTMLSample("<!DOCTYPE html><p hidden>a<table><td>b</table>c", "b\nc", hidden: "a"),
            HTMLSample("<ul><li hidden>a<li>b</ul>", "b", hidden: "a"),
            HTMLSample("<dl><dt hidden>a<dd>b</dl>", "b", hidden: "a"),
            HTMLSample("<h1 hidden>a<h2>b", "b", hidden: "a"), HTMLSample("<h1 hidden>a</h3>b", "b", hidden: "a"),
            HTMLSample("<div hidden>a</span>b</p>c</div>d", "d", hidden: "ab\nc"),
            HTMLSample("<font color=white><p>a</font>b</p>", "b", hidden: "a"),
            HTMLSample("<p><font color=white>a</p>b", "", hidden: "ab"),
            HTMLSample("<b hidden><p>a</b>b", "b", hidden: "a"),
            HTMLSample("<option hidden>a<option>b", "b", hidden: "a"),
            HTMLSample("<select><option>a<option hidden>b</select>c", "a\nc", hidden: "b"),
            HTMLSample("<button hidden>a<button>b", "b", hidden: "a"),
            HTMLSample("<div hidden>a<td>b</td></div>c", "c", hidden: "ab"),
            HTMLSample("<form hidden><div>a</form>b</div>c", "c", hidden: "a\nb"),
            HTMLSample("a<body hidden>b", "a", hidden: "b"), HTMLSample("<html hidden>a<body>b", "", hidden: "ab"),
        ])
    func structure(_ sample: HTMLSample) { sample.check() }

    @Test(
        "text that may not stand in a table is shown before it",
        arguments: [
            HTMLSample("Vi<table>agra<tr><td>x</table>y", "Viagra\nx\ny"),
            HTMLSample("a<table><tr><td>b</td></tr>c<tr>d</table>e", "acd\nb\ne"),
            HTMLSample("<table><td>b</td></tr><i>a</i></table>c", "a\nb\nc"),
            HTMLSample("<table><div>a</div><tr><td>c<table>b<td>d</table>", "a\ncb\nd"),
            HTMLSample("<table hidden>a<td>b</table>", "a", hidden: "b"),
            HTMLSample("<table> <tr> <td>a</td> </tr> </table>", "a"),
            HTMLSample("<table><tr><a href=http://x.example/>a</a><td>b</table>", "a\nb"),
        ])
    func fostered(_ sample: HTMLSample) { sample.check() }

    @Test(
        "in SVG and MathML there is no raw text, and HTML breaks out of them",
        arguments: [
            HTMLSample("<svg><style><p>a</p>b", "a\nb"), HTMLSample("<math><title><b>a</b>", "a"),
            HTMLSample("<svg><style>x<i>a</i></style><text>b</text></svg>", "ab", hidden: "x"),
            HTMLSample("<svg><script>x<p>a", "a", hidden: "x"), HTMLSample("<svg><xmp><b>a", "a"),
            HTMLSample("<svg><text>a</text></svg>b", "ab"),
            HTMLSample("<svg><title>x</title></svg>b", "b", hidden: "x"),
            HTMLSample("<svg><![CDATA[a<b>&amp;]]></svg>", "a<b>&amp;"),
            HTMLSample("<math><annotation-xml encoding=text/html><p>a</p></annotation-xml></math>b", "a\nb"),
            HTMLSample("<svg><g/>a</svg><p>b", "a\nb"),
        ])
    func foreign(_ sample: HTMLSample) { sample.check() }

    @Test(
        "raw text is shown as it stands",
        arguments: [
            HTMLSample("<xmp><!-- a <b> &amp; --></xmp>b", "<!-- a <b> &amp; -->\nb"),
            HTMLSample("<textarea><!-- a <b> &amp; --></textarea>b", "<!-- a <b> & --> b"),
            HTMLSample("a<plaintext><!-- b --></plaintext>", "a\n<!-- b --></plaintext>"),
            HTMLSample("<noscript><p>a</p></noscript>b", "a\nb"),
            HTMLSample("<script><!-- <script> </script> x --></script>a", "a"),
            HTMLSample("<style></styles>x</style >a", "a"),
            HTMLSample("<noembed><b>a</b></noembed>b", "b", hidden: "a"),
            HTMLSample("<noframes>a <a href=http://x.example/>b</a></noframes>c", "c", hidden: "a b"),
        ])
    func rawText(_ sample: HTMLSample) { sample.check() }

    @Test(
        "a comment ends where browsers end it",
        arguments: [
            HTMLSample("a<!-- x --!>b", "ab"), HTMLSample("a<!----!>b", "ab"), HTMLSample("a<!-- --- >x-->b", "ab"),
            HTMLSample("a<!-- <!-- x -->b", "ab"), HTMLSample("a<!x>b", "ab"), HTMLSample("a</ x>b", "ab"),
            HTMLSample("a<?x>b", "ab"), HTMLSample("a<!-- --! -->b", "ab"), HTMLSample("a</>b", "ab"),
        ])
    func comments(_ sample: HTMLSample) { sample.check() }

    @Test(
        "what only some clients show counts as hidden",
        arguments: [
            HTMLSample(
                "a<!--[if gte mso 9]><p>b <i>c</i></p><![endif]-->d", "ad", hidden: "b c", .conditionalComment),
            HTMLSample("<table><!--[if mso]><tr><td>a</td></tr><![endif]--><tr><td>b</table>", "b", hidden: "a"),
            HTMLSample("<!--[if mso]></template></div><p>a<![endif]--><p>b", "b", hidden: "a"),
            HTMLSample("<!--[if mso]><xml><o:x>96</o:x></xml>a<![endif]-->b", "b", hidden: "a"),
            HTMLSample("<!--[if !mso]><!-->a<!--<![endif]-->b", "ab", .conditionalComment),
            HTMLSample("<![if !mso]>a<![endif]>b", "ab", .conditionalComment),
            HTMLSample("<iframe srcdoc='<p>a &lt;b>c'></iframe>d", "d", hidden: "a c", .frame),
            HTMLSample("<p title=a>b</p><i aria-label='c &amp; d'>e</i>", "b\ne", hidden: "a\nc & d"),
        ])
    func otherClients(_ sample: HTMLSample) { sample.check() }

    @Test(
        "inputs show what they hold",
        arguments: [
            HTMLSample("<input value=a>b", "a b"), HTMLSample("<input type=submit value='Buy now'>", "Buy now"),
            HTMLSample("<input type=hidden value=a>b", "b"), HTMLSample("<input type=password value=a>b", "b"),
            HTMLSample("<input placeholder=a>b", "a b"),
        ])
    func inputs(_ sample: HTMLSample) { sample.check() }

    @Test(
        "a link in a page with a base leads where the base says",
        arguments: [
            ("login.html", "http://x.example/a/login.html"), ("/b", "http://x.example/b"),
            ("?c", "http://x.example/a/b?c"),
            ("//y.example/", "http://y.example/"), ("https://z.example/", "https://z.example/"),
            ("../../d/./e", "http://x.example/d/e"), ("#f", "#f"), ("mailto:a@b.example", "mailto:a@b.example"),
        ])
    func base(_ href: String, _ target: String) {
        let html = "<base href='http://x.example/a/b?q'><base href=http://no.example/><a href='\(href)'>x</a>"
        let links = HTMLReader.read(Array(html.utf8)).links
        #expect(links.map(\.kind) == [.base, .anchor])
        #expect(links.last.map { String(decoding: $0.target, as: UTF8.self) } == target)
    }

    @Test("a URL written out in text is a link, one that a link shows is not another")
    func writtenLinks() {
        let html = "see https://a.example/x. <a href=http://b.example/>http://b.example/</a> <p>www.c.example"
        let content = HTMLReader.read(Array(html.utf8))
        #expect(
            content.links.map { String(decoding: $0.host, as: UTF8.self) } == [
                "b.example", "a.example", "www.c.example",
            ])
        #expect(content.links.map(\.kind) == [.anchor, .writtenOut, .writtenOut])
    }

    @Test("a URL that a link has shown is no other, wherever text before a table has moved it")
    func movedLinks() {
        let link = "<a href=http://b.example/>http://b.example/</a>"
        for html in [
            "<table><td>\(link)</td>some words that go before</table>",
            "<table><td>\(link)</td>\(link)<td>http://a.example/</table>",
            "<a href=http://b.example/>http://b.example/<table><td>x</td>some words</table></a>",
            "\(link)<table><td>\(link)</td>x<td>\(link)</td>y</table>",
        ] {
            let content = HTMLReader.read(Array(html.utf8))
            let hosts = content.links.filter { $0.kind == .writtenOut }.map { String(decoding: $0.host, as: UTF8.self) }
            #expect(hosts == (html.contains("a.example") ? ["a.example"] : []), "\(html)")
        }
    }

    @Test(
        "a document type counts before all else, and once",
        arguments: [
            ("<!DOCTYPE html>", true), (" \n<!-- x --><?xml?><!doctype HTML>", true), ("\u{feff}<!DOCTYPE html>", true),
            ("<!--[if mso]><p>x</p><![endif]--><!DOCTYPE html>", true), ("a<!DOCTYPE html>", false),
            ("<b></b><!DOCTYPE html>", false), ("</b><!DOCTYPE html>", false), ("", false),
            ("<!DOCTYPE html><!DOCTYPE html PUBLIC '-//W3C//DTD HTML 3.2//EN'>", true),
            ("<!DOCTYPE html PUBLIC '-//W3C//DTD HTML 3.2//EN'><!DOCTYPE html>", false),
        ])
    func documentType(_ beginning: String, endsParagraph: Bool) {
        let content = HTMLReader.read(Array((beginning + "<p hidden>b<table><td>offer</table>").utf8))
        #expect(String(decoding: content.visible, as: UTF8.self).contains("offer") == endsParagraph)
    }

    @Test("a comment that Outlook reads has links, and no place in the skeleton")
    func conditionalLinks() {
        let html = "<p>a</p><!--[if mso]><p>b <a href='http://x.example/'>c</a></p><![endif]-->"
        let content = HTMLReader.read(Array(html.utf8))
        #expect(content.links.map { String(decoding: $0.host, as: UTF8.self) } == ["x.example"])
        #expect(String(decoding: content.skeleton, as: UTF8.self) == "<p\n</p\n")
    }
}
