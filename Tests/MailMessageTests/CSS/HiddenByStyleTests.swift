// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

@Suite("Text hidden by style") struct HiddenByStyleTests {
    @Test(
        "text in no box, or in one of no size, is hidden",
        arguments: [
            StyleSample.hidden(style: "display:none", "no box", .hiddenByDisplay),
            .hidden(style: "DISPLAY:NONE", "names have no case", .hiddenByDisplay),
            .hidden(style: "content-visibility:hidden", "its content is not painted", .hiddenByDisplay),
            .hidden(style: "visibility:hidden", "not painted", .hiddenByVisibility),
            .hidden(style: "visibility:collapse", "as hidden, outside of tables", .hiddenByVisibility),
            .shown(
                "<p style='visibility:hidden'>a<i style='visibility:visible'>offer</i></p>",
                "a child may be visible again"),
            .shown("<div style='display:none'></div>offer", "nothing is in it"),
            .shown(
                "<p hidden style='display:block'>offer</p>", "the page's own display is stronger than the attribute"),
            .hidden("<p hidden>offer</p>", "the attribute alone hides", .hiddenByDisplay),
            .shown("<details><summary>x</summary>offer</details>", "a reader opens it with a click"),
            .hidden(style: "height:0;overflow:hidden", "no height", .hiddenByBoxSize),
            .hidden(style: "max-height:0;overflow:hidden", "no height", .hiddenByBoxSize),
            .hidden(style: "height:0;overflow:auto", "nothing to scroll in", .hiddenByBoxSize),
            .hidden(style: "height:0;overflow-y:hidden", "cut off downwards", .hiddenByBoxSize),
            .hidden(style: "width:0;overflow:hidden", "no width", .hiddenByBoxSize),
            .hidden(style: "width:1px;height:1px;overflow:hidden", "for screen readers only", .hiddenByBoxSize),
            .hidden(style: "line-height:0;overflow:hidden", "lines of no height", .hiddenByBoxSize),
            .hidden("<marquee width=1>offer</marquee>", "its box is one pixel wide", .hiddenByBoxSize),
            .shown(style: "height:0", "text goes on beyond the box"),
            .shown(style: "height:0;min-height:90px;overflow:hidden", "the least height is stronger"),
            .shown(style: "height:0;padding-bottom:30px;overflow:hidden", "the padding shows the first line"),
            .shown(style: "height:0%;overflow:hidden", "a percentage of a height that nobody gave"),
            .shown("<span style='height:0;overflow:hidden'>offer</span>", "inline boxes have no height of their own"),
            .hidden("<span style='display:block;height:0;overflow:hidden'>offer</span>", "this one is a block"),
            .hidden("<span style='float:left;height:0;overflow:hidden'>offer</span>", "what floats is a block"),
            .hidden(
                "<div style='display:flex'><span style='height:0;overflow:hidden'>offer</span></div>",
                "what is in a flexible box is a block"),
            .shown(
                "<table><tr><td style='height:0;overflow:hidden'>offer</td></tr></table>",
                "a cell is as high as its content"),
            .shown(
                "<div style='line-height:0;overflow:hidden'><span style='line-height:20px'>offer</span></div>",
                "the inner lines have a height"),
        ])
    func boxes(_ sample: StyleSample) { sample.check() }

    @Test(
        "text too small to be read is hidden",
        arguments: [
            StyleSample.hidden(style: "font-size:0", "no size", .hiddenByFontSize),
            .hidden(style: "font-size:2px", "below four pixels", .hiddenByFontSize),
            .hidden(style: "font-size:calc(0px)", "calculated", .hiddenByFontSize),
            .hidden(style: "font-size:calc(1em * 0)", "calculated", .hiddenByFontSize),
            .hidden(style: "font-size:min(0px, 12px)", "the lesser of two", .hiddenByFontSize),
            .hidden(style: "font-size:.1em", "a tenth", .hiddenByFontSize),
            .hidden(style: "font-size:10%", "a tenth", .hiddenByFontSize),
            .hidden(style: "font-size:0.01rem", "a hundredth of the root's", .hiddenByFontSize),
            .hidden(style: "font:0/0 a", "in the shorthand", .hiddenByFontSize),
            .hidden(style: "font:0px/0 Arial", "in the shorthand", .hiddenByFontSize),
            .shown(style: "font:0px", "a font without a family is none"),
            .shown(style: "font:bold 12px Arial", "a weight is no size"),
            .shown(style: "font-size:small", "a size by name"),
            .shown(style: "font-size:-1px", "no size is negative"),
            .shown("<p style='font-size:0'>a<b style='font-size:12px'>offer</b></p>", "a size of its own"),
            .shown("<div style='font-size:0'><font size=3>offer</font></div>", "a size by attribute"),
            .shown("<div style='font-size:0'><button>offer</button></div>", "buttons have a font of their own"),
            .shown(
                "<p style='font-size:.8em'><b style='font-size:.5em'><i style='font-size:.5em'>offer</i></b></p>",
                "programs make no font smaller than six pixels step by step"),
            .hidden(style: "zoom:0.01", "made small", .hiddenByBoxSize),
            .shown(style: "zoom:0", "counts as 1"),
            .hidden(style: "transform:scale(0)", "made small", .hiddenByBoxSize),
            .hidden(style: "-webkit-transform:scaleX(0)", "no width", .hiddenByBoxSize),
            .hidden(style: "scale:0", "made small", .hiddenByBoxSize),
            .hidden(style: "transform:matrix(0,0,0,0,0,0)", "made small", .hiddenByBoxSize),
            .hidden(style: "transform:rotateY(90deg)", "seen from its edge", .hiddenByBoxSize),
            .shown(style: "transform:rotate(90deg)", "turned"),
            .shown("<span style='transform:scale(0)'>offer</span>", "inline boxes are not transformed"),
            .hidden("<span style='transform:scale(0);display:inline-block'>offer</span>", "this one is"),
        ])
    func sizes(_ sample: StyleSample) { sample.check() }

    @Test(
        "text that was moved off the page, or cut off, is hidden",
        arguments: [
            StyleSample.hidden(style: "position:absolute;left:-9999px", "to the left", .hiddenByPosition),
            .hidden(style: "position:absolute;left:calc(-9999px)", "calculated", .hiddenByPosition),
            .hidden(style: "position:fixed;top:-100em", "upwards", .hiddenByPosition),
            .hidden(style: "position:relative;right:9999px", "to the left", .hiddenByPosition),
            .hidden(style: "position:fixed;inset:-9999px auto auto -9999px", "in the shorthand", .hiddenByPosition),
            .shown(style: "left:-9999px", "what has no position is not moved"),
            .shown(
                "<div style='position:absolute;left:-9999px'><p style='position:absolute;left:9999px'>offer</div>",
                "there and back"),
            .hidden(style: "margin-left:-9999px", "to the left", .hiddenByPosition),
            .hidden(style: "margin:0 0 0 -9999px", "in the shorthand", .hiddenByPosition),
            .shown(style: "margin-left:-10px", "a little"),
            .hidden(style: "text-indent:-9999px", "the first line", .hiddenByPosition),
            .hidden(style: "text-indent:100%;white-space:nowrap;overflow:hidden", "the only line", .hiddenByPosition),
            .hidden(style: "letter-spacing:-1em", "all letters in one place", .hiddenByPosition),
            .hidden(style: "transform:translateX(-9999px)", "to the left", .hiddenByPosition),
            .hidden(style: "translate:-9999px", "to the left", .hiddenByPosition),
            .hidden(style: "clip-path:circle(0)", "cut to nothing", .hiddenByBoxSize),
            .hidden(style: "clip-path:inset(100%)", "cut to nothing", .hiddenByBoxSize),
            .hidden(style: "clip-path:inset(50%)", "cut to nothing", .hiddenByBoxSize),
            .hidden(style: "clip-path:polygon(0 0,0 0,0 0)", "cut to nothing", .hiddenByBoxSize),
            .shown(style: "clip-path:polygon(0 0,100% 0,100% 100%)", "half of it"),
            .hidden(style: "position:absolute;clip:rect(0,0,0,0)", "cut to nothing", .hiddenByBoxSize),
            .hidden(style: "position:absolute;clip:rect(1px 1px 1px 1px)", "as old style sheets write it"),
            .shown(style: "clip:rect(0,0,0,0)", "only what is positioned is cut so"),
        ])
    func places(_ sample: StyleSample) { sample.check() }

    @Test(
        "text that cannot be told from its background is hidden",
        arguments: [
            StyleSample.hidden("<font color=white>offer</font>", "white on white", .hiddenByColor),
            .hidden("<font color=#FEFEFE>offer</font>", "nearly white", .hiddenByColor),
            .hidden("<font color=ffffff>offer</font>", "without a number sign", .hiddenByColor),
            .hidden(style: "color:hsl(0,0%,100%)", "white", .hiddenByColor),
            .hidden(style: "color:rgb(255 255 255 / 100%)", "white", .hiddenByColor),
            .hidden(style: "color:hwb(0 100% 0%)", "white", .hiddenByColor),
            .hidden(style: "color:window", "the system's white", .hiddenByColor),
            .hidden(style: "color:transparent", "nothing", .hiddenByOpacity),
            .hidden(style: "color:hsla(0,0%,0%,0)", "nothing", .hiddenByOpacity),
            .hidden(style: "color:#0000", "nothing", .hiddenByOpacity),
            .hidden(style: "color:rgba(0,0,0,.01)", "next to nothing", .hiddenByOpacity),
            .hidden(style: "color:#ffffff80", "half white on white", .hiddenByColor),
            .hidden(style: "-webkit-text-fill-color:transparent", "letters are not filled", .hiddenByOpacity),
            .hidden(style: "color:#000;background:#000", "black on black", .hiddenByColor),
            .hidden(style: "color:#000;background:linear-gradient(#000,#000)", "a gradient of one", .hiddenByColor),
            .shown(style: "color:#fff;background:linear-gradient(#000,#fff)", "a gradient of two"),
            .hidden(style: "color:red;background:currentcolor", "its own colour", .hiddenByColor),
            .hidden(style: "color:#fff;background:rgba(255,255,255,.9)", "white shines through", .hiddenByColor),
            .shown(style: "color:#fff;background:rgba(0,0,0,.9)", "black covers"),
            .shown(style: "color:yellow", "little contrast, but seen"),
            .shown(style: "color:#808080", "grey"),
            .hidden(style: "color:#f1f1f1", "as good as white", .hiddenByColor),
            .shown(style: "color:#ddd", "light grey"),
            .shown(style: "background:#123456 url(x.png);color:#123456", "nobody knows the picture"),
            .shown("<table bgcolor=#000><tr><td><font color=white>offer", "white on black"),
            .hidden("<table bgcolor=red><tr><td><i style='color:rgb(255,0,0)'>offer", "red on red", .hiddenByColor),
            .shown(
                "<span style='color:#000;background:#000'><p>offer</p></span>",
                "an inline box has no background behind its blocks"),
            .hidden("<span style='color:#000;background:#000'><b>offer</b></span>", "behind its letters it has one"),
            .shown("<font color=white><a href=http://example.com/>offer</a></font>", "links are blue"),
            .hidden("<font color=white><mark style='color:#ff0'>offer</mark></font>", "marks are yellow"),
            .shown("<font color=white><mark>offer</mark></font>", "black on yellow"),
            .shown(style: "color:transparent;text-shadow:0 0 0 #000", "the shadow is read"),
            .hidden(style: "color:#fff;text-shadow:0 0 0 #fff", "so is this one not", .hiddenByColor),
            .shown(
                style: "color:transparent;background:linear-gradient(red,blue);-webkit-background-clip:text",
                "letters filled by the background"),
            .hidden(style: "opacity:0", "nothing covers", .hiddenByOpacity),
            .hidden(style: "opacity:1%", "next to nothing", .hiddenByOpacity),
            .hidden("<div style='opacity:.3'><div style='opacity:.1'>offer</div></div>", "a tenth of a third"),
            .hidden(style: "filter:opacity(0)", "nothing covers", .hiddenByOpacity),
            .shown(style: "filter:alpha(opacity=0)", "what one old browser read"),
            .shown(style: "opacity:0;animation:show 1s forwards", "an animation may show it"),
        ])
    func colors(_ sample: StyleSample) { sample.check() }

    @Test("text that only Outlook hides is shown, and said to be so")
    func outlook() {
        StyleSample.shown(style: "mso-hide:all", "other programs show it", .hiddenFromOutlook).check()
    }
}
