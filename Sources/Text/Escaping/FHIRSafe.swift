// Text as a string of FHIR (R4, 2.24.0.1), which must hold no control character but tab and the ends of lines. What turns
// the direction of writing goes too: it would show another name than the one that is there.

package func fhirSafe(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.steers || $0.isJoiner || endsOrTabs($0) }))
}

private func endsOrTabs(_ scalar: Unicode.Scalar) -> Bool { scalar == "\t" || scalar == "\r" || scalar == "\n" }
