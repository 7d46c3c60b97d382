/// What to do about a quality rule that did not pass, beside what its finding says; nil for a rule that has no standing advice.
package func qualityAdvice(_ rule: String) -> String? {
    advice.first { rule == $0.rules || rule.hasPrefix($0.rules + ".") }?.text
}

/// The first row that fits holds: a rule's own before its family's.
private let advice: [(rules: String, text: String)] = [
    ("container_members", "Export the run from the instrument again."),
    ("manifest_digest", "Export the run from the instrument again, and find out what changed the file since it was saved."),
    ("completeness", "Let the instrument finish the run, and export it again."),
    ("wells", "Look at the named wells in the instrument's software; measure again what cannot be read."),
    ("assay", "Compare the names of genes and dyes in the instrument's software with assay.targets in the configuration."),
    ("samples.names", "Give each sample a name of its own in the instrument's software, and export the run again."),
    ("standard_curve", "Look at the standard curve and its levels: check the dilutions of those left out; with too few levels, repeat the plate with fresh standards."),
    ("ntc.present", "Put a no-template control beside the samples of each target, and repeat the plate."),
    ("ntc", "Compare the control's melting peak with the product's, look for contamination, replace water and master mix, and repeat the plate."),
    ("positive_control", "Check the control's lot and dilution against its expected value, and repeat the plate."),
    ("replicates", "Look at the curves of the named samples, and measure those samples again."),
    ("melt", "Compare the melting peaks with the standards': another product or primer dimers make the copies uncertain; measure the sample again."),
    ("reference", "Check how much DNA was in the reaction and how pure it is; extract it anew or measure again with more."),
    ("inhibition", "Dilute the sample or clean its DNA, and measure again."),
    ("instrument", "Look at the curves of the named wells, and at the settings of the analysis in the instrument's software."),
    ("relative.calibrator", "Check the calibrator's name in the configuration against the plate's samples."),
    ("digital", "Check droplets or partitions and their volume, and measure the sample again."),
    ("laboratory", "Compare with earlier runs ('cqwatch controls --plot'): check the lots of reagents and standards, and the instrument."),
]
