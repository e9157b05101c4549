// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import Testing

@Suite("Words")
struct WordSplitterTests {
    @Test(
        "text splits into words",
        arguments: [
            ("Buy now!", ["Buy", "now"]), ("  two\twords\n", ["two", "words"]),
            (
                "(a,b;c)[d]{e}<f>|g:h=i&j?k/l\\m\"n",
                ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"]
            ),
            ("'quoted' *bold* _under_ -dash- end.", ["quoted", "bold", "under", "dash", "end"]),
            ("don't 1.5 e-mail a_b", ["don't", "1.5", "e-mail", "a_b"]), ("*** ... --", ["***", "...", "--"]),
            ("$100 50% #1 me@example.org", ["$100", "50%", "#1", "me@example.org"]), ("", []), (" ,; ", []),
            ("免费优惠", ["免费", "费优", "优惠"]), ("我", ["我"]), ("买iPhone吧", ["买", "iPhone", "吧"]),
            ("ราคา", ["รา", "าค", "คา"]), ("한국어 문장", ["한국어", "문장"]), ("100元起", ["100", "元起"]),
            ("カタカナ", ["カタ", "タカ", "カナ"]), ("Grüße €5", ["Grüße", "€5"]),
        ])
    func splitting(text: String, words: [String]) {
        #expect(TextFolding.words(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) } == words)
    }
}
