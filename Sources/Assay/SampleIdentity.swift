/// One sample, whatever the target: by patient and sampling day where the name carries them, else by the folded name.
public struct SampleIdentity: Hashable, Sendable {
    private let name: String
    private let sampling: SampleLabel.Sampling?

    public init(name: String, label: SampleLabel?) {
        if let label, label.sampling != .unstated {
            (self.name, sampling) = (AssaySettings.folded(label.patient), label.sampling)
        } else {
            (self.name, sampling) = (AssaySettings.folded(name), nil)
        }
    }

    public init(_ sample: SampleAnalysis) { self.init(name: sample.name, label: sample.label) }
}
