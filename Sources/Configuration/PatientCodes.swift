// Codes as people type them.

extension Configuration {
    /// The code of the patients file that a person means: as written, or else the only one that differs in case alone.
    /// What is neither stays as it was written.
    public func patientCode(like text: String) -> String {
        if patients[text] != nil { return text }
        let alike = patients.keys.filter { $0.lowercased() == text.lowercased() }
        return alike.count == 1 ? alike[0] : text
    }
}
