/// Character references of HTML: numbers, and the names that mail uses.
enum HTMLEntities {
    /// The longest name here is shorter.
    private static let nameLimit = 12

    /// Reads the reference at the ampersand `start`; answers its character and the place behind it. The semicolon may
    /// be missing behind a number or an old name.
    static func read(_ html: Span<UInt8>, _ start: Int, _ end: Int) -> (Unicode.Scalar, Int)? {
        guard start + 1 < end else { return nil }
        if html[start + 1] == 0x23 { return number(html, start + 2, end) }
        var index = start + 1
        while index < end, index - start <= nameLimit, html[index].isLetter || html[index].isDigit { index += 1 }
        guard index > start + 1, let scalar = named[html.string(in: start + 1..<index)] else { return nil }
        let hasEnd = index < end && html[index] == ASCII.semicolon
        // Without its semicolon only what HTML has always allowed: `&copy=1` in a link is no sign.
        guard hasEnd || (scalar.value < 256 && (index >= end || html[index] != ASCII.equals)) else { return nil }
        return (scalar, hasEnd ? index + 1 : index)
    }

    private static func number(_ html: Span<UInt8>, _ start: Int, _ end: Int) -> (Unicode.Scalar, Int)? {
        var index = start
        var value: UInt32 = 0
        let isHex = index < end && html[index].lowered == 0x78
        if isHex { index += 1 }
        let first = index
        while index < end, let digit = html[index].hexValue, isHex || digit < 10 {
            // Beyond Unicode the number is wrong whatever follows.
            if value < 0x11_0000 { value = value * (isHex ? 16 : 10) + UInt32(digit) }
            index += 1
        }
        guard index > first else { return nil }
        if index < end, html[index] == ASCII.semicolon { index += 1 }
        return (scalar(value), index)
    }

    /// Numbers 128 to 159 mean windows-1252, as every browser has it; what is no character becomes U+FFFD.
    private static func scalar(_ value: UInt32) -> Unicode.Scalar {
        if value >= 0x80, value < 0xA0, let table = SingleByteTables.table(.windows1252) {
            return Unicode.Scalar(table[Int(value) - 0x80]) ?? "\u{FFFD}"
        }
        if value < 0x20, value != 9, value != 10, value != 13 { return "\u{FFFD}" }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    private static let named: [String: Unicode.Scalar] = {
        var named: [String: Unicode.Scalar] = [:]
        for (offset, name) in latin.split(separator: " ").enumerated() {
            named[String(name)] = Unicode.Scalar(UInt32(160 + offset))
        }
        for entry in others.split(separator: " ") {
            let pair = entry.split(separator: "=")
            guard pair.count == 2, let value = UInt32(pair[1], radix: 16) else { continue }
            named[String(pair[0])] = Unicode.Scalar(value)
        }
        return named
    }()

    /// U+00A0 to U+00FF in order.
    private static let latin =
        "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg "
        + "plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 "
        + "iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml "
        + "Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave "
        + "Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil "
        + "egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde "
        + "ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml"

    /// Names with their code points.
    private static let others =
        "quot=22 amp=26 lt=3C gt=3E apos=27 OElig=152 oelig=153 Scaron=160 scaron=161 Yuml=178 "
        + "fnof=192 circ=2C6 tilde=2DC ensp=2002 emsp=2003 thinsp=2009 zwnj=200C zwj=200D lrm=200E "
        + "rlm=200F ndash=2013 mdash=2014 lsquo=2018 rsquo=2019 sbquo=201A ldquo=201C rdquo=201D "
        + "bdquo=201E dagger=2020 Dagger=2021 bull=2022 hellip=2026 permil=2030 prime=2032 "
        + "Prime=2033 lsaquo=2039 rsaquo=203A oline=203E frasl=2044 euro=20AC image=2111 "
        + "weierp=2118 real=211C trade=2122 alefsym=2135 larr=2190 uarr=2191 rarr=2192 darr=2193 "
        + "harr=2194 crarr=21B5 lArr=21D0 uArr=21D1 rArr=21D2 dArr=21D3 hArr=21D4 forall=2200 "
        + "part=2202 exist=2203 empty=2205 nabla=2207 isin=2208 notin=2209 ni=220B prod=220F "
        + "sum=2211 minus=2212 lowast=2217 radic=221A prop=221D infin=221E ang=2220 and=2227 "
        + "or=2228 cap=2229 cup=222A int=222B there4=2234 sim=223C cong=2245 asymp=2248 ne=2260 "
        + "equiv=2261 le=2264 ge=2265 sub=2282 sup=2283 nsub=2284 sube=2286 supe=2287 oplus=2295 "
        + "otimes=2297 perp=22A5 sdot=22C5 lceil=2308 rceil=2309 lfloor=230A rfloor=230B loz=25CA "
        + "spades=2660 clubs=2663 hearts=2665 diams=2666 Alpha=391 Beta=392 Gamma=393 Delta=394 "
        + "Epsilon=395 Zeta=396 Eta=397 Theta=398 Iota=399 Kappa=39A Lambda=39B Mu=39C Nu=39D "
        + "Xi=39E Omicron=39F Pi=3A0 Rho=3A1 Sigma=3A3 Tau=3A4 Upsilon=3A5 Phi=3A6 Chi=3A7 Psi=3A8 "
        + "Omega=3A9 alpha=3B1 beta=3B2 gamma=3B3 delta=3B4 epsilon=3B5 zeta=3B6 eta=3B7 theta=3B8 "
        + "iota=3B9 kappa=3BA lambda=3BB mu=3BC nu=3BD xi=3BE omicron=3BF pi=3C0 rho=3C1 sigmaf=3C2 "
        + "sigma=3C3 tau=3C4 upsilon=3C5 phi=3C6 chi=3C7 psi=3C8 omega=3C9 Tab=9 NewLine=A excl=21 "
        + "num=23 dollar=24 percnt=25 lpar=28 rpar=29 ast=2A plus=2B comma=2C period=2E sol=2F "
        + "colon=3A semi=3B equals=3D quest=3F commat=40 lsqb=5B lbrack=5B bsol=5C rsqb=5D "
        + "rbrack=5D Hat=5E lowbar=5F grave=60 lcub=7B lbrace=7B verbar=7C vert=7C rcub=7D "
        + "rbrace=7D check=2713 cross=2717 star=2606 phone=260E numero=2116"
}
