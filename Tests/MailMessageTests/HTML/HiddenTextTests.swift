// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

@Suite("Hidden text in HTML") struct HiddenTextTests {
    @Test(
        "hidden text is kept apart",
        arguments: [
            HTMLSample("a<p style='display:none'>b<b>c</b></p>d", "ad", hidden: "bc", .hiddenByDisplay),
            HTMLSample("a<p style='opacity:0'>b</p>d", "a\nd", hidden: "b", .hiddenByOpacity),
            HTMLSample("a<p STYLE=\"Display : NONE !important\">b</p>", "a", hidden: "b", .hiddenByDisplay),
            HTMLSample("a<p hidden>b</p>", "a", hidden: "b", .hiddenByDisplay),
            HTMLSample("<template>b</template>a", "a", hidden: "b", .hiddenByDisplay),
            HTMLSample("V<span style='display:none'>xyz</span>iagra", "Viagra", hidden: "xyz"),
            HTMLSample(
                "<p style='visibility:hidden'>a<i style='visibility:visible'>b</i></p>", "b", hidden: "a",
                .hiddenByVisibility),
            HTMLSample(
                "<p style='font-size:0'>a<b style='font-size:12px'>b</b></p>", "b", hidden: "a", .hiddenByFontSize),
            HTMLSample("<p style='font-size: 1px;'>a</p>", "", hidden: "a", .hiddenByFontSize),
            HTMLSample("<p style='font:0px/0 Arial'>a</p>", "", hidden: "a", .hiddenByFontSize),
            HTMLSample("<p style='font-size:small'>a</p>", "a"), HTMLSample("<p style='font-size:11px'>a</p>", "a"),
            HTMLSample("<p style='opacity:0.0'>a</p>", "", hidden: "a", .hiddenByOpacity),
            HTMLSample("<p style='opacity:0.9'>a</p>", "a"),
            HTMLSample("<p style='color:transparent'>a</p>", "", hidden: "a"),
            HTMLSample(
                "<div style='max-height:0px;overflow:hidden'>a</div>b", "b", hidden: "a", .hiddenByBoxSize),
            HTMLSample("<div style='height:0;width:0;overflow:hidden'>a</div>b", "b", hidden: "a", .hiddenByBoxSize),
            HTMLSample("<div style='height:0'>a</div>b", "a\nb"),
            HTMLSample("<p style='position:absolute;left:-9999px'>a</p>", "", hidden: "a", .hiddenByPosition),
            HTMLSample("<p style='text-indent:-5000px'>a</p>", "", hidden: "a", .hiddenByPosition),
            HTMLSample("<p style='margin-left:-10px'>a</p>", "a"),
            HTMLSample("<p style='mso-hide:all'>a</p>", "a", .hiddenFromOutlook),
            HTMLSample("<img src=http://example.com/ alt=no hidden>", "", hidden: "no", .trackingPixel),
        ])
    func hidden(_ sample: HTMLSample) { sample.check() }

    @Test(
        "text in the colour of its background is hidden",
        arguments: [
            HTMLSample("<font color=white>a</font>b", "b", hidden: "a", .hiddenByColor),
            HTMLSample("<font color=#FEFEFE>a</font>b", "b", hidden: "a", .hiddenByColor),
            HTMLSample("<body bgcolor=#000000><font color=white>a</font><font color=black>b", "a", hidden: "b"),
            HTMLSample("<table bgcolor=red><td><span style='color:rgb(255, 0, 0)'>a</span>b", "b", hidden: "a"),
            HTMLSample("<p style='background:#123456 url(x.png);color:#123456'>a", "a"),
            HTMLSample("<p style='background-color:#123456;color:#123456'>a", "", hidden: "a"),
            HTMLSample("<table><td background=x.png><font color=white>a", "a"),
            HTMLSample("<style>.x{background:#000}</style><p class=x><font color=#fff>a", "a", .styleSheet),
            HTMLSample("<body bgcolor=white><style></style><font color=#fff>a", "", hidden: "a"),
            HTMLSample("<font color=white><a href=http://example.com/>a</a></font>", "a"),
            HTMLSample("<p style='color:#ffffff80'>a", "", hidden: "a"),
            HTMLSample("<font color=ffffff>a", "", hidden: "a"),
            HTMLSample("<p style='color:rgba(0,0,0,0)'>a", "", hidden: "a"),
            HTMLSample("<p style='color:inherit'>a", "a"),
            HTMLSample("<p style='color:#808080'>a", "a"), HTMLSample("<body bgcolor=black>a", "a"),
        ])
    func colors(_ sample: HTMLSample) { sample.check() }
}

@Suite("Links in HTML") struct HTMLLinkTests {
    /// HTML with one link.
    struct Sample: Sendable, CustomTestStringConvertible {
        let html: String
        let kind: Link.Kind
        let shown: String
        let target: String
        let host: String
        let flags: HTMLFlags

        init(
            _ html: String, _ kind: Link.Kind, _ shown: String, _ target: String, _ host: String,
            _ flags: HTMLFlags = []
        ) {
            (self.html, self.kind, self.shown, self.target) = (html, kind, shown, target)
            (self.host, self.flags) = (host, flags)
        }

        var testDescription: String { html }
    }

    @Test(
        "a link has the text shown and the host it leads to",
        arguments: [
            Sample(
                "x<a href='http://Example.COM:80/p?q=1&amp;r=2'> go <b>on</b> </a>y", .anchor, "go on",
                "http://Example.COM:80/p?q=1&r=2", "example.com"),
            Sample(
                "<a href=' http://user:pw@evil.example/ '>a</a>", .anchor, "a", "http://user:pw@evil.example/",
                "evil.example"),
            Sample("<a href='ht&#10;tp://ex\nample.com'>a", .anchor, "a", "http://example.com", "example.com"),
            Sample("<a href=//example.com/a>a</a>", .anchor, "a", "//example.com/a", "example.com"),
            Sample("<a href='http:\\\\example.com\\a'>a</a>", .anchor, "a", "http:\\\\example.com\\a", "example.com"),
            Sample("<a href=http://%65xample.com./>a</a>", .anchor, "a", "http://%65xample.com./", "example.com"),
            Sample(
                "<a href=http://[2001:DB8::1]:8080/>a</a>", .anchor, "a", "http://[2001:DB8::1]:8080/", "2001:db8::1"),
            Sample(
                "<a href=mailto:Joe@Example.com?subject=x>a</a>", .anchor, "a", "mailto:Joe@Example.com?subject=x",
                "example.com"),
            Sample("<a href=page.html>a</a>", .anchor, "a", "page.html", ""),
            Sample("<a href=javascript:alert(1)>a</a>", .anchor, "a", "javascript:alert(1)", "", .scriptLink),
            Sample("<a href=data:text/html,x>a</a>", .anchor, "a", "data:text/html,x", "", .dataLink),
            Sample(
                "<a href=http://a.example/?x&copy=1&lt;>a</a>", .anchor, "a", "http://a.example/?x&copy=1<", "a.example"
            ),
            Sample("<a href=http://x.example/><img alt=Logo></a>", .anchor, "Logo", "http://x.example/", "x.example"),
            Sample("<a hidden href=http://x.example/>shy</a>", .anchor, "shy", "http://x.example/", "x.example"),
            Sample(
                "<map><area href=http://x.example/ alt=Here>", .area, "Here", "http://x.example/", "x.example",
                .imageMap),
            Sample(
                "<form action=http://x.example/post><input type=password>", .form, "", "http://x.example/post",
                "x.example", [.form, .passwordField]),
            Sample("<img src=http://x.example/a.png>", .image, "", "http://x.example/a.png", "x.example", .remoteImage),
            Sample(
                "<img src=//x.example/a width=1 height=1>", .image, "", "//x.example/a", "x.example", .trackingPixel),
            Sample(
                "<table background=http://x.example/a>", .image, "", "http://x.example/a", "x.example", .remoteImage),
            Sample("<frame src=http://x.example/>", .frame, "", "http://x.example/", "x.example", .frame),
            Sample(
                "<meta http-equiv=Refresh content='0; URL=http://x.example/'>", .refresh, "", "http://x.example/",
                "x.example", .refresh),
            Sample(
                "<a href=http://evil.example/>https://www.bank.example/login</a>", .anchor,
                "https://www.bank.example/login", "http://evil.example/", "evil.example", .deceptiveLink),
        ])
    func link(_ sample: Sample) throws {
        let content = HTMLReader.read(Array(sample.html.utf8))
        try #require(content.links.count == 1)
        let link = content.links[0]
        #expect(link.kind == sample.kind)
        #expect(String(decoding: link.shown, as: UTF8.self) == sample.shown)
        #expect(String(decoding: link.target, as: UTF8.self) == sample.target)
        #expect(String(decoding: link.host, as: UTF8.self) == sample.host)
        #expect(content.flags.isSuperset(of: sample.flags))
    }

    @Test(
        "a link that shows a host above or below its own does not deceive",
        arguments: [
            "<a href=https://example.com/>www.example.com</a>",
            "<a href=https://mail.example.com/>http://example.com</a>",
            "<a href=https://example.com/>click here</a>", "<a href=/x>www.example.com</a>",
        ])
    func honest(_ html: String) {
        #expect(!HTMLReader.read(Array(html.utf8)).flags.contains(.deceptiveLink))
    }

    @Test(
        "a link that shows a host of somebody else deceives, with or without a scheme",
        arguments: [
            "<a href=http://evil.example/>bank.example</a>",
            "<a href=http://evil.example/>www.bank.example/login</a>",
            "<a href=http://one.co.uk/> https://two.co.uk/login </a>",
        ])
    func deceptive(_ html: String) {
        #expect(HTMLReader.read(Array(html.utf8)).flags.contains(.deceptiveLink))
    }

    @Test("a link is ended by the next one, and by the end of the page")
    func unended() {
        let content = HTMLReader.read(Array("<a href=http://one.example/>1<a href=http://two.example/>2".utf8))
        #expect(content.links.map { String(decoding: $0.shown, as: UTF8.self) } == ["1", "2"])
    }
}
