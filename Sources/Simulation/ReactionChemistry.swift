/// What happens in a tube: how many copies a microlitre brings, how they multiply and how they shine. SYBR Green I on a
/// LightCycler 96: the magnitudes are those of real exports, in the instrument's arbitrary units.
public struct ReactionChemistry: Sendable {
    public struct Target: Sendable {
        /// Amplification factor a cycle, 2 = perfect.
        public var efficiency: Double
        /// Fluorescence that a finished reaction adds.
        public var plateau: Double
        /// Shape of the approach to the plateau (Richards; 1 = logistic).
        public var shape: Double
        /// °C.
        public var meltingTemperature: Double
        public init(efficiency: Double, plateau: Double, shape: Double, meltingTemperature: Double) {
            self.efficiency = efficiency
            self.plateau = plateau
            self.shape = shape
            self.meltingTemperature = meltingTemperature
        }
    }

    public var targets: [String: Target] = [
        PlateLayout.target: Target(efficiency: 1.95, plateau: 2.4, shape: 1.1, meltingTemperature: 84.4),
        PlateLayout.reference: Target(efficiency: 1.93, plateau: 2.1, shape: 1.05, meltingTemperature: 87.1),
    ]
    /// Of a target that `targets` does not name.
    public var otherTarget = Target(efficiency: 1.92, plateau: 2.0, shape: 1, meltingTemperature: 82)
    public var templateMicrolitres = 5.0
    /// One copy in the tube reaches `crossing` at this cycle.
    public var singleCopyCycle = 38.0
    public var crossing = 0.2
    /// Relative standard deviation of what a pipette delivers.
    public var pipettingCV = 0.04
    /// Relative standard deviation of the plateau from well to well.
    public var plateauCV = 0.025
    public var baseline = 0.3
    public var baselineSD = 0.02
    /// Fluorescence a cycle.
    public var drift = 0.0007
    public var driftSD = 0.000_15
    /// Standard deviation of a reading: constant part, and part of the signal.
    public var noise = 0.0015
    public var proportionalNoise = 0.002

    public init() {}

    public func target(_ name: String) -> Target { targets[name] ?? otherTarget }
}
