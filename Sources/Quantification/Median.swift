internal import Statistics

/// The median; NaN of an empty list, which no limit is above or below.
func median(_ values: [Double]) -> Double { Statistics.median(values) ?? .nan }
