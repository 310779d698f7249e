import Testing

@testable import Digest

@Suite struct DigestTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func isSHA256OfTheContent(text: String, expected: String) {
        #expect(Digest(of: text).hexadecimal == expected)
    }

    @Test func comesBackFromStorageOnlyWhole() {
        let digest = Digest(of: "abc")
        #expect(Digest(bytes: digest.bytes) == digest)
        #expect(Digest(bytes: Array(digest.bytes.dropLast())) == nil)
    }
}

@Suite struct SigningKeyTests {
    /// RFC 4231, test case 2 has a key below our minimum, so case 1's key of 20 bytes is used.
    @Test func isHMACSHA256() throws {
        let key = try #require(SigningKey(bytes: [UInt8](repeating: 0x0b, count: 20)))
        #expect(
            key.signature(of: "Hi There", length: 64)
                == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        )
    }

    @Test func acceptsItsOwnSignatureAndNothingNearIt() throws {
        let key = try #require(SigningKey(bytes: SigningKey.randomBytes()))
        let other = try #require(SigningKey(bytes: SigningKey.randomBytes()))
        let signature = key.signature(of: "ticket 7", length: 32)
        #expect(key.isValid(signature, of: "ticket 7"))
        #expect(!key.isValid(signature, of: "ticket 8"))
        #expect(!other.isValid(signature, of: "ticket 7"))
        #expect(!key.isValid(String(signature.prefix(15)), of: "ticket 7"))
        #expect(!key.isValid("", of: "ticket 7"))
    }

    @Test func refusesAKeyThatCouldBeGuessed() {
        #expect(SigningKey(bytes: [UInt8](repeating: 1, count: 15)) == nil)
    }
}
