// The exponential and the natural logarithm on four lanes: the fit spends nearly all of its time in them, and the
// C library's work on one number at a time. Arithmetic only, so every machine gives the same digits.

typealias Lanes = SIMD4<Double>

/// e^x, relative error below 1e-14; x is clamped to ±700, so the result is finite and positive.
@inline(__always)
func exponential(_ x: Lanes) -> Lanes {
    let limited = x.replacing(with: 700, where: x .> 700).replacing(with: -700, where: x .< -700)
    // x = n·ln 2 + r with |r| ≤ ln 2 / 2; adding 1.5·2^52 rounds to the nearest integer and leaves it in the low bits.
    let shift = Lanes(repeating: 0x1.8p52)
    let shifted = limited * 1.4426950408889634 + shift
    let n = shifted - shift
    let r = (limited - n * 0x1.62e42fee00000p-1) - n * 0x1.a39ef35793c76p-33
    // Taylor series to r^11: the next term is below 7e-15.
    var p = Lanes(repeating: 1.0 / 39_916_800)
    p = p * r + 1.0 / 3_628_800
    p = p * r + 1.0 / 362_880
    p = p * r + 1.0 / 40_320
    p = p * r + 1.0 / 5_040
    p = p * r + 1.0 / 720
    p = p * r + 1.0 / 120
    p = p * r + 1.0 / 24
    p = p * r + 1.0 / 6
    p = p * r + 0.5
    p = p * r + 1
    p = p * r + 1
    let exponent = SIMD4<UInt64>(
        shifted[0].bitPattern, shifted[1].bitPattern, shifted[2].bitPattern, shifted[3].bitPattern)
    let power = (exponent &+ 1023) &<< 52
    return p
        * Lanes(
            Double(bitPattern: power[0]), Double(bitPattern: power[1]), Double(bitPattern: power[2]),
            Double(bitPattern: power[3]))
}

/// ln x for finite x > 0, relative error below 1e-14.
@inline(__always)
func logarithm(_ x: Lanes) -> Lanes {
    // x = 2^n·z with √½ ≤ z < √2; ln z = 2 artanh((z − 1)/(z + 1)).
    let bits = SIMD4<UInt64>(x[0].bitPattern, x[1].bitPattern, x[2].bitPattern, x[3].bitPattern)
    let offset = bits &- SIMD4<UInt64>(repeating: 0x3FE6_A09E_667F_3BCD)
    let n = SIMD4<Int64>(truncatingIfNeeded: offset) &>> 52
    let mantissa = bits &- (SIMD4<UInt64>(truncatingIfNeeded: n) &<< 52)
    let z = Lanes(
        Double(bitPattern: mantissa[0]), Double(bitPattern: mantissa[1]), Double(bitPattern: mantissa[2]),
        Double(bitPattern: mantissa[3]))
    let s = (z - 1) / (z + 1)
    let t = s * s
    // |s| ≤ 0.1716, so the term after t^8 is below 2e-15 of the whole.
    var p = Lanes(repeating: 2.0 / 17)
    p = p * t + 2.0 / 15
    p = p * t + 2.0 / 13
    p = p * t + 2.0 / 11
    p = p * t + 2.0 / 9
    p = p * t + 2.0 / 7
    p = p * t + 2.0 / 5
    p = p * t + 2.0 / 3
    p = p * t + 2
    let count = Lanes(Double(n[0]), Double(n[1]), Double(n[2]), Double(n[3]))
    return count * 0.6931471805599453 + s * p
}

/// e^x of one number.
@inline(__always)
func exponential(_ x: Double) -> Double { exponential(Lanes(repeating: x))[0] }

/// ln x of one number, x > 0 and finite.
@inline(__always)
func logarithm(_ x: Double) -> Double { logarithm(Lanes(repeating: x))[0] }
