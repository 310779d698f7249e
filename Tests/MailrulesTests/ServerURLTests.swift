import Mailrules
import Testing

@Suite struct ServerURLTests {
    private func server(_ text: String) throws -> ServerURL? {
        var files = Sound.files()
        files["agency.yaml"] = Sound.agency.replacing("imaps://imap.agency.example", with: text)
        return try TestFolder(files).load().configuration?.mailboxes.first?.server
    }

    @Test(arguments: [
        ("imaps://imap.a.example", ServerURL(scheme: .imaps, host: "imap.a.example"), 993),
        ("IMAP://Imap.A.example/", ServerURL(scheme: .imap, host: "imap.a.example"), 143),
        ("imap://localhost:10143", ServerURL(scheme: .imap, host: "localhost", port: 10_143), 10_143),
        ("imaps://127.0.0.1:1", ServerURL(scheme: .imaps, host: "127.0.0.1", port: 1), 1),
        ("'imaps://[::1]:993'", ServerURL(scheme: .imaps, host: "::1", port: 993), 993),
        ("imaps://почта.пример", ServerURL(scheme: .imaps, host: "почта.пример"), 993),
    ])
    func `A server's address is read`(text: String, server: ServerURL, port: Int) throws {
        #expect(try self.server(text) == server)
        #expect(try self.server(text)?.effectivePort == port)
        #expect(try self.server("'\(server.text)'") == server)
    }

    @Test(arguments: [
        "imap.a.example", "https://imap.a.example", "smtps://imap.a.example", "imaps://", "imaps://a b",
        "imaps://host:0", "imaps://host:65536", "imaps://host:x", "imaps://host/INBOX", "imaps://me@host",
        "'imaps://[::1'", "imaps://-host", "imaps://a..b", "imaps://host?x",
    ])
    func `Anything else is refused`(text: String) throws {
        #expect(try server(text) == nil)
    }
}
