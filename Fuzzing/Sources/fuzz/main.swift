// fuzz seeds DIRECTORY: writes DIRECTORY/TARGET/*, made by the simulator.
// fuzz TARGET [libFuzzer's options] CORPUS…: gives mutated bytes to what reads them, led by the branches they reach.
internal import CFuzzer
internal import Foundation

let arguments = CommandLine.arguments
switch arguments.dropFirst().first {
case "seeds" where arguments.count == 3:
    for target in targets {
        let folder = URL(filePath: arguments[2]).appending(path: target.name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (number, seed) in try target.seeds().enumerated() {
            try seed.write(to: folder.appending(path: "seed\(number)"))
        }
    }
case let name? where targets.contains { $0.name == name }:
    // libFuzzer takes the program's name and its options; ours, the target's name, stands between.
    var count = CommandLine.argc - 1
    var rest: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
    guard let target = targets.first(where: { $0.name == name }) else { exit(64) }
    exit(LLVMFuzzerRunDriver(&count, &rest, target.callback))
default:
    print("fuzz seeds DIRECTORY | fuzz TARGET [-runs=N …] CORPUS…, TARGET one of: \(targets.map { $0.name }.joined(separator: " "))")
    exit(64)
}
