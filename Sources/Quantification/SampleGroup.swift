// Which wells are replicates of one sample. Names are typed by people: "P01 D14", "P01_D014" and "p01-d14" are one
// sample, "P01 D1" and "P01 D-1" are two.
import Assay

/// The wells of one sample within one target, excluded ones too.
struct SampleGroup {
    let key: SampleKey
    /// As written in the first well.
    let name: String
    let type: SampleType
    let label: SampleLabel?
    let wells: [CalledReaction]

    var counted: [CalledReaction] { wells.filter(\.counts) }

    /// One name on several of the file's own sample keys: a mix-up looks like this.
    /// Controls and standards share names by habit; a patient's sample never does.
    var isDoubled: Bool { type == .unknown && Set(counted.map(\.reaction.sampleID)).count > 1 }
}

/// What makes two wells one sample: patient and sampling day where the name carries them, the folded name where it does
/// not, the file's own key where nobody typed a name.
struct SampleKey: Hashable {
    private let name: String
    private let sampling: SampleLabel.Sampling?

    init(name: String, id: String, label: SampleLabel?) {
        if let label, label.sampling != .unstated {
            self.name = AssaySettings.folded(label.patient)
            sampling = label.sampling
        } else {
            let folded = AssaySettings.folded(name)
            self.name = folded.isEmpty ? "\u{0}" + id : folded
            sampling = nil
        }
    }
}

/// Samples of a target in the order of their first well, whatever the order of the file.
func sampleGroups(of group: TargetGroup, naming: SampleNaming) -> [SampleGroup] {
    struct Key: Hashable {
        let type: SampleType
        let sample: SampleKey
    }
    var order: [Key] = []
    var wells: [Key: [CalledReaction]] = [:]
    var labels: [Key: SampleLabel] = [:]
    for reaction in group.reactions where reaction.reaction.sampleType != .unused {
        let name = reaction.reaction.sampleName
        let label = reaction.reaction.sampleType == .unknown ? naming.label(of: name) : nil
        let key = Key(
            type: reaction.reaction.sampleType,
            sample: SampleKey(name: name, id: reaction.reaction.sampleID, label: label))
        if wells[key] == nil {
            order.append(key)
            labels[key] = label
        }
        wells[key, default: []].append(reaction)
    }
    return order.compactMap { key in
        guard let members = wells[key], let first = members.first else { return nil }
        return SampleGroup(
            key: key.sample, name: first.reaction.sampleName, type: key.type, label: labels[key], wells: members)
    }
}
