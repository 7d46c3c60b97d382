// What the study and the clinical domain ask of the program, in our own words, with the rules that answer and the tests
// that show it. The one place of these texts: docs/requirements.md is made from it (`make docs`). A requirement without
// a rule is met by the machinery around the rules.

import Assay

struct Requirement {
    let chapter: String
    let text: String
    /// Ids of rules, as their descriptions have them.
    let rules: [RuleID]
    /// "Suite: name of the test"; the suite is the file's name.
    let tests: [String]

    init(_ chapter: String, _ text: String, rules: [RuleID] = [], tests: [String]) {
        (self.chapter, self.text, self.rules, self.tests) = (chapter, text, rules, tests)
    }
}

let requirements: [Requirement] =
    aboutStudyWhatWasDone
    + aboutStudyWhatWasFound
    + aboutUnits
    + aboutValues
    + aboutAlertRules
    + aboutLifeOfAnAlert
    + aboutKinetics
    + aboutAssayQuality
    + aboutRecords
