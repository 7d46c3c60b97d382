// The seam between calling Cq and everything that is computed from it: whoever finds a better way to call Cq
// writes another conforming type and touches nothing else.
public import Assay

/// Calls amplification and Cq on the curves of one target of one plate together, so that their shape and efficiency may
/// be pooled.
public protocol CqEngine: Sendable {
    /// One result a curve, in the order of the curves. Total: any curve, however damaged, gets a call and a reason.
    func call(_ curves: [AmplificationCurve]) -> [CqResult]

    /// The same, where it is known which curves are replicates of one sample: equal numbers are, nil is none.
    /// `replicates` is as long as `curves`.
    func call(_ curves: [AmplificationCurve], replicates: [Int?]) -> [CqResult]
}

extension CqEngine {
    /// An engine that makes nothing of replicates.
    public func call(_ curves: [AmplificationCurve], replicates: [Int?]) -> [CqResult] { call(curves) }
}
