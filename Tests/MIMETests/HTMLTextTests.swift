import MIME
import Testing

struct HTMLTextTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let html: String
        let text: String
        var testDescription: String { html }

        init(_ html: String, _ text: String) {
            self.html = html
            self.text = text
        }
    }

    @Test(
        "HTML becomes the lines that its reader sees",
        arguments: [
            Case("plain", "plain\n"), Case("", ""), Case("   ", ""), Case("<p></p>", ""),
            Case("a <b>bold</b>  word", "a bold word\n"),
            Case("<p>one</p><p>two</p>", "one\n\ntwo\n"),
            Case("<p>one<p>two", "one\n\ntwo\n"),
            Case("one<br>two<br/><BR />three", "one\ntwo\n\nthree\n"),
            Case("<div>one</div><div>two</div>", "one\ntwo\n"),
            Case("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo\n"),
            Case("<div dir=\"ltr\">one<div><br></div><div>two</div></div>", "one\n\ntwo\n"),
            Case("<ul><li>one</li><li>two</li></ul>after", "- one\n- two\nafter\n"),
            Case("<ol><li>one<li>two</ol>", "1. one\n2. two\n"),
            Case("<table><tr><td>a</td><td>b</td></tr><tr><td>c<td>d</table>", "a\tb\nc\td\n"),
            Case("<pre>a  b\n  c</pre>", "a  b\n  c\n"),
            Case("<h1>Title</h1>text", "Title\n\ntext\n"),
            Case("<a href=\"https://x.y\">link</a>", "link\n"),
            Case("a<hr>b", "a\n________________________________\nb\n"),
            Case("a&amp;b &lt;c&gt; &quot;d&quot; &nbsp; e&#39;f", "a&b <c> \"d\" e'f\n"),
            Case("&eacute;&euro;&#8364;&#x20AC;&#128;&hellip;", "é€€€€…\n"),
            Case("&unknown; &copy 2024 x&copy=1 & &; &#; &#xZZ;", "&unknown; © 2024 x&copy=1 & &; &#; &#xZZ;\n"),
            Case("&#0;&#xD800;&#x110000;&#99999999999;", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\n"),
            Case("a\u{200B}b\u{AD}c\u{A0}d", "abc d\n"),
            Case("a<!-- comment -->b<!--[if mso]>x<![endif]-->c", "abc\n"),
            Case("a<!-->b<!--->c<!doctype html>d<?xml x?>e", "abcde\n"),
            Case("<style>p{}</style><script>if (a<b) x()</script>seen<title>no</title>", "seen\n"),
            Case("a < b and 1<2", "a < b and 1<2\n"),
            Case("a <", "a <\n"), Case("a <b", "a\n"), Case("<p title='a>b'>c", "c\n"),
            Case("<p title=\"never closed>c</p>", "c\n"),
            Case("<P STYLE=\"COLOR:RED\">x</P>", "x\n"),
            Case("</p></div>x</span>", "x\n"),
            Case("<script>never closed", ""), Case("a<!-- never closed", "a\n"),
        ]
    )
    func reads(_ example: Case) {
        #expect(HTMLText(example.html).text == example.text)
    }

    @Test(
        "Quotations are marked line by line",
        arguments: [
            Case("new<blockquote>old<br>text</blockquote>", "new\n> old\n> text\n"),
            Case("<blockquote type=\"cite\">a<blockquote>b</blockquote>c</blockquote>d", "> a\n> > b\n> c\nd\n"),
            Case("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b\n"),
            Case(
                "new<div class=\"gmail_quote\"><div>On Monday Joe wrote:<br></div><blockquote class=\"gmail_quote\" "
                    + "style=\"margin:0 0 0 .8ex;border-left:1px solid\">old</blockquote></div>",
                "new\nOn Monday Joe wrote:\n> old\n"
            ),
            Case("<blockquote style=\"margin:0 0 0 40px;border:none;padding:0px\">indented</blockquote>", "indented\n"),
        ]
    )
    func quotes(_ example: Case) {
        #expect(HTMLText(example.html).text == example.text)
    }

    @Test(
        "Hidden text is left out and is a defect",
        arguments: [
            "<div style=\"display:none\">secret</div>seen", "<span style='DISPLAY : NONE !important'>secret</span>seen",
            "<p style=\"visibility:hidden\">secret</p>seen", "<span style=\"font-size:0px\">secret</span>seen",
            "<span style=\"color:red;font-size:0\">secret</span>seen", "<div hidden>secret</div>seen",
            "<div style=\"opacity:0\">secret</div>seen", "<div style=\"mso-hide:all\">secret</div>seen",
            "<div style=\"max-height:0;overflow:hidden\">secret</div>seen",
            "<div style=\"display:none\"><p><b>secret</b></p>secret</div>seen",
        ]
    )
    func hidden(_ html: String) {
        let read = HTMLText(html)
        #expect(read.text == "seen\n")
        #expect(read.defects == [.hiddenText])
    }

    @Test(
        "What only looks hidden is shown",
        arguments: [
            "<div style=\"font-size:0\"><span style=\"font-size:14px\">seen</span></div>",
            "<div style=\"font-size:0.9em\">seen</div>", "<div style=\"opacity:0.9\">seen</div>",
            "<div style=\"max-height:0\">seen</div>", "<div style=\"display:block\">seen</div>",
            "<div style=\"display:none\">&nbsp;</div>seen",
        ]
    )
    func shown(_ html: String) {
        let read = HTMLText(html)
        #expect(read.text == "seen\n")
        #expect(read.defects.isEmpty)
    }

    @Test(
        "Endless nesting and endless openings end",
        arguments: [
            "<div>", "<blockquote>", "<ul><li>", "<table><tr><td>", "<", "<!--", "<a b=\"", "<a b='", "</x>",
            "<b><i></b>",
            "&", "&#", "<script>", "<p style=\"", "<p a=b ", "<div style=display:none>",
        ]
    )
    func hostile(_ piece: String) {
        let html = String(repeating: piece, count: 50_000)
        #expect(HTMLText(html + "the end").text.utf8.count <= 2 * html.utf8.count + 2_000)
    }

    @Test("Nesting beyond the limit is a defect and loses no text")
    func depth() {
        let html =
            String(repeating: "<div>", count: 1_000) + "deep" + String(repeating: "</div>", count: 1_000) + "after"
        let read = HTMLText(html)
        #expect(read.text == "deep\nafter\n")
        #expect(read.defects == [.htmlTooDeep])
    }

    @Test("Text beyond the limit is not written")
    func limit() {
        var limits = Limits.standard
        limits.textBytes = 100
        let read = HTMLText(String(repeating: "<p>я</p>", count: 1_000), limits: limits)
        #expect(read.text.utf8.count <= 120)
        #expect(read.defects == [.textTooLarge])
    }
}
