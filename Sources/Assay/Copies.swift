import Foundation

/// 10^x: a copy number from its log10.
public func copies(ofLog10 x: Double) -> Double { pow(10, x) }
