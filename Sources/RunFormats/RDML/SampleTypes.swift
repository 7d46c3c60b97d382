// RDML's sample types in ours.
internal import Assay

/// `ntp` is "no target present": the LightCycler 96 writes it for unused wells, others for a control whose template
/// lacks the target. Controls that must not amplify (`ntc`, `nac`, `nrt`) count as no-template controls; an optical
/// calibrator is no sample.
func sampleType(rdml: String, unusedIsNTP: Bool) -> SampleType? {
    switch rdml {
    case "unkn", "": .unknown
    case "std": .standard
    case "ntc", "nac", "nrt": .ntc
    case "ntp": unusedIsNTP ? .unused : .ntc
    case "pos": .positive
    case "opt": .unused
    default: nil
    }
}
