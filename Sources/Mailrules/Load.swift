/// Reads and checks an operator's folder (`Mailrules/`).
///
/// Reads files only: no server is asked and no secret is resolved. Every mistake in every file is found in one go.
public func loadConfiguration(folder: String) -> ConfigurationResult {
    var loader = Loader(path: folder)
    return loader.load()
}
