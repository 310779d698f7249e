import Testing

@testable import Mailrules

@Suite struct NearestTests {
    @Test(arguments: [
        ("laguage", "language"), ("pasword", "password"), ("calender", "calendar"), ("lnaguage", "language"),
    ])
    func `A slip of the pen finds the word that was meant`(written: String, meant: String) {
        #expect(nearest(to: written, among: ["login", "language", "password", "calendar"]) == meant)
    }

    @Test(arguments: ["colour", "x", "fee", ""])
    func `Another word finds nothing`(written: String) {
        #expect(nearest(to: written, among: ["login", "language", "password", "calendar"]) == nil)
    }
}
