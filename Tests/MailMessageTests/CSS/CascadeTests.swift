// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

@Suite("Style sheets and the cascade") struct CascadeTests {
    @Test(
        "declarations are read as CSS is written",
        arguments: [
            StyleSample.shown(style: "/*;display:none;*/color:red", "a comment"),
            .hidden(style: "/**/display/**/:/**/none", "comments between"),
            .hidden(style: "d\\69splay:none", "an escape"),
            .hidden(style: ";;;display:none", "empty declarations"),
            .hidden(style: "display:none;}", "a stray brace ends nothing"),
            .shown(style: "*display:none", "no property begins so"),
            .shown(style: "display:none x", "no such value"),
            .shown(style: "visibility:bogus", "no such value"),
            .hidden(style: "display:none;display:blok", "what is not valid does not count"),
            .hidden(style: "opacity:0;opacity:bogus", "what is not valid does not count"),
            .shown(style: "opacity:0;opacity:1", "the last counts"),
            .shown(style: "display:block!important;display:none", "what is important counts"),
            .hidden(style: "display:none ! IMPORTANT;display:block", "what is important counts"),
            .shown(style: "display:none !importan", "no such word"),
            .hidden(style: "all:initial;display:none", "the last counts"),
            .shown(style: "display:none;all:initial", "the last counts"),
            .shown(style: "all:initial!important;display:none", "what is important counts"),
            .shown(style: "display:none;display:var(--x)", "nobody knows what it stands for"),
            .hidden(style: "color:light-dark(#fff, rgb(0, 0, 0))", "white on a light screen"),
            .shown(style: "color:#fff;color:light-dark(light-dark(#000, #fff), #fff)", "black on a light screen"),
            .hidden(style: "color:#fff;color:light-dark(x, #000)", "what is not valid does not count"),
            .hidden(style: "background:url('data:a;b');display:none", "a semicolon in a string"),
            .hidden(style: "background:url(data:a;b);display:none", "a semicolon in a URL"),
            .shown(style: "background:url(data:a;display:none", "a URL that goes on to the end"),
            .shown(style: "font-family:'a;display:none", "a string that goes on to the end"),
            .shown(style: "x{};display:none}color:red;display:block", "a block between"),
        ])
    func declarations(_ sample: StyleSample) { sample.check() }

    @Test("a declaration counts wherever it stands, and however many stand before it")
    func padding() {
        for before in ["a:b;", "color:red;", "x\\3a y:z;", "/* */"] {
            let style = String(repeating: before, count: 3000) + "display:none"
            StyleSample.hidden("<div style=\"\(style)\">offer</div>", "after \(before)", .hiddenByDisplay).check()
        }
        let rules = (0..<3000).map { ".x\($0){display:block}" }.joined()
        StyleSample.hidden(sheet: rules + ".c{display:none}", "after many rules", .hiddenByDisplay).check()
    }

    @Test(
        "selectors find their elements",
        arguments: [
            StyleSample.hidden(sheet: ".c{display:none}", "by class"),
            .hidden(sheet: "#i{display:none}", "by id"), .hidden(sheet: "p{display:none}", "by name"),
            .hidden(sheet: "P{display:none}", "names have no case"), .hidden(sheet: "*{opacity:0}", "all"),
            .shown(sheet: ".d{display:none}", "another class"), .shown(sheet: "p.d{display:none}", "another class"),
            .hidden(sheet: "body .c, .d{display:none}", "one of two"),
            .hidden(sheet: "body>p.c#i{display:none}", "a child"), .shown(sheet: "div>p{display:none}", "no child"),
            .hidden(sheet: "html body p{display:none}", "a descendant"),
            .hidden(sheet: "[class~=c]{display:none}", "by a word of an attribute"),
            .hidden(sheet: "p[id=\"i\"]{display:none}", "by an attribute"),
            .hidden(sheet: "[class*=c][id^=i]{display:none}", "by parts of attributes"),
            .hidden("<style>[title*=OFF i]{display:none}</style><p title='an offer'>offer", "by a part in any case"),
            .shown("<style>[data-x~='a b']{display:none}</style><p data-x='a b'>offer", "a word has no space in it"),
            .hidden("<style>[style*='color:red']{display:none}</style><p style='color:red'>offer", "by its style"),
            .hidden("<style>[data-x]{display:none}</style><p data-x>offer", "by an attribute of its own"),
            .hidden("<style>.a+.c{display:none}</style><p class=a></p><p class=c>offer", "the next sibling"),
            .shown("<style>.a+.c{display:none}</style><p class=a></p><hr><p class=c>offer", "not the next"),
            .hidden("<style>.a~.c{display:none}</style><p class=a></p><hr><p class=c>offer", "a later sibling"),
            .hidden(sheet: "p:not(.d){display:none}", "not of that class"),
            .shown(sheet: "p:not(.c){display:none}", "of that class"),
            .hidden(sheet: ":is(p,div):first-child{display:none}", "the first child"),
            .hidden("<style>b:nth-child(2n){display:none}</style><p><b>x</b><b>offer</b></p>", "each second child"),
            .shown(sheet: "p:hover{display:none}", "only under a pointer"),
            .hidden(sheet: "p:not(:hover){display:none}", "but under a pointer"),
            .shown(sheet: ".c,p::-x:y{}.c,:nope{display:none}", "one selector that is none spoils the rule"),
            .hidden(sheet: ".\\63 {display:none}", "an escape"),
            .shown("<!DOCTYPE html><style>.C{display:none}</style><p class=c>offer", "classes have a case"),
            .hidden("<style>.C{display:none}</style><p class=c>offer", "but not in a page without a document type"),
        ])
    func selectors(_ sample: StyleSample) { sample.check() }

    @Test(
        "what the root and the body say of themselves counts, though they are open before their tags",
        arguments: [
            StyleSample.hidden("<style>.h{display:none}</style><body class=h>offer", "the body's class"),
            .hidden("<style>.h p{display:none}</style><body class='g h'><p>offer", "around another"),
            .hidden("<style>#h p{display:none}</style><body id=h><p>offer", "its id"),
            .hidden("<style>[data-x] p{display:none}</style><body data-x=1><p>offer", "its attribute"),
            .hidden("<html class=h><style>.h p{display:none}</style><body class=g><p>offer", "the root's class"),
            .hidden("<style>.h .g p{display:none}</style><body class=g><html class=h><p>offer", "after the body's"),
            .hidden("<style>.a.h p{display:none}</style><body class='a h'><p></p><p></p><p>offer", "after others"),
            .hidden(
                "<style>.h .b .c{display:none}</style><div class=b><body class=h><p class=c>offer", "within another"),
            .hidden("<style>.b~.c{display:none}</style><p class=b></p><body class='c h'><p class=c>offer", "a sibling"),
            .shown("<style>.h p{display:none}</style><body class=g><body class=h><p>offer", "the first class counts"),
            .shown("<style>[a='2'] p{display:none}</style><body a=1><body a=2><p>offer", "the first attribute counts"),
            .shown("<style>[a='2']{display:none}</style><p a=1 a=2>offer", "the first of two counts"),
            .hidden("<style>[a='1'][b] p{display:none}</style><body a=1><body b><p>offer", "one adds to the other"),
            .shown("<style>.s{display:none} .h .s{display:block}</style><body class=h><p class=s>offer", "it shows"),
        ])
    func roots(_ sample: StyleSample) { sample.check() }

    @Test(
        "the strongest declaration counts",
        arguments: [
            StyleSample.hidden(sheet: "#i{display:none}.c{display:block}", "an id before a class"),
            .shown(sheet: "#i{display:none}.c{display:block!important}", "importance before an id"),
            .hidden(sheet: ".c{display:block}.c{display:none}", "the last of equals"),
            .hidden(sheet: "p.c{display:none}.c{display:block}", "two names before one"),
            .shown("<style>.c{display:none}</style><p class=c style=display:block>offer", "its own style"),
            .hidden("<style>.c{display:none!important}</style><p class=c style=display:block>offer", "importance"),
            .shown(
                "<style>.c{display:none!important}</style><p class=c style='display:block!important'>offer",
                "importance of its own style"),
            .hidden(sheet: ".c{display:none}@layer a{p.c{display:block}}", "layers come first"),
            .hidden(sheet: "p{color:#fff}", "white on white", .hiddenByColor),
            .shown(sheet: "html{color:#fff;background:#000}", "white on black"),
            .shown(sheet: ".c{display:none;display:inherit}", "as the body"),
        ])
    func strength(_ sample: StyleSample) { sample.check() }

    @Test(
        "rules are read as style sheets are written",
        arguments: [
            StyleSample.hidden(sheet: "<!-- .c{display:none} -->", "as for browsers that know no style"),
            .hidden(sheet: "/* x */ .c /* y */ { /* z */ display : none }", "comments"),
            .hidden(sheet: "@import url(x.css); @charset 'x'; .c{display:none}", "after what is not loaded"),
            .hidden(sheet: "@font-face{font-family:x;src:url(y)} .c{display:none}", "after a font"),
            .hidden(sheet: ".a{color:red;.b{x:y}} .c{display:none}", "after a rule in a rule"),
            .hidden(sheet: ".c{display:none", "without an end"),
            .shown(sheet: "} .c{display:none}", "a stray brace spoils the rule"),
            .hidden(sheet: "@x y{z{}} .c{display:none}", "after what nobody knows"),
            .hidden("<p class=c>offer</p><style>.c{display:none}</style>", "after the text"),
            .hidden("<style></style><p class=c>offer</p><p>x<style>.c{display:none}</style>", "several"),
            .shown("<template><style>.c{display:none}</style></template><p class=c>offer</p>", "in a template"),
            .shown("<!-- <style>.c{display:none}</style> --><p class=c>offer</p>", "in a comment"),
            .shown("<style type=text/x>.c{display:none}</style><p class=c>offer</p>", "in another language"),
            .shown("<!--[if mso]><style>.c{display:none}</style><![endif]--><p class=c>offer</p>", "for Outlook"),
        ])
    func sheets(_ sample: StyleSample) { sample.check() }

    @Test(
        "what some reader sees on a screen is shown",
        arguments: [
            StyleSample.hidden(sheet: "@media screen{.c{display:none}}", "all screens"),
            .hidden(sheet: "@media all and (min-width:100px){.c{display:none}}", "all screens"),
            .hidden(sheet: "@media (100px <= width <= 2000px){.c{display:none}}", "all screens"),
            .shown(sheet: "@media print{.c{display:none}}", "on paper alone"),
            .hidden(sheet: ".c{display:none}@media print{.c{display:block}}", "but for paper"),
            .hidden(sheet: ".c{display:none}@media not screen{.c{display:block}}", "but for paper"),
            .shown(sheet: "@media (prefers-color-scheme:dark){.c{display:none}}", "on dark pages alone"),
            .hidden(
                sheet: ".c{display:none}@media (prefers-color-scheme:dark){.c{display:block}}", "but for dark pages"),
            .shown(sheet: "@media (max-width:480px){.c{display:none}}", "shown in a window", .hiddenOnSomeScreens),
            .shown(sheet: ".c{display:none}@media only screen and (max-width:480px){.c{display:block}}", "on phones"),
            .hidden(sheet: ".c{display:none}@media (max-width:100px){.c{display:block}}", "on no screen"),
            .shown(sheet: "@media (width < 900px){.c{display:none}}", "shown in a wide window"),
            .shown(sheet: ".c{display:none}@media (-webkit-min-device-pixel-ratio:0){.c{display:block}}", "in some"),
            .shown(sheet: ".c{display:none}@supports (display:grid){.c{display:block}}", "in some"),
            .shown("<style media=print>.c{display:none}</style><p class=c>offer", "on paper alone"),
            .hidden("<style media=screen>.c{display:none}</style><p class=c>offer", "all screens"),
        ])
    func media(_ sample: StyleSample) { sample.check() }

    @Test(
        "text that style sheets put into the page is shown",
        arguments: [
            StyleSample.shown("<style>b::before{content:'offer '}</style><b>x</b>", "before an element"),
            .shown("<style>b:after{content:' \\6f ffer'}</style><b>x</b>", "after it, with an escape"),
            .hidden("<style>b::after{content:'offer'} b{display:none}</style><b>x</b>", "of a hidden element"),
        ])
    func content(_ sample: StyleSample) { sample.check() }

    @Test("a word that hidden letters stand in is one word")
    func joined() {
        HTMLSample(
            "<style>.q{display:none} b{font-size:0}</style><div class=q>agenda</div><p>Zor<b>xyz</b>bulate</p>",
            "Zorbulate", hidden: "agenda\nxyz", [.styleSheet, .hiddenByDisplay, .hiddenByFontSize]
        ).check()
    }
}
