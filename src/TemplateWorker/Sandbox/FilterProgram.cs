using System.Runtime.InteropServices;

namespace TemplateWorker.Sandbox;

/// <summary>
/// Compiles rules to a program for the kernel. The numbers of system calls form segments of one verdict each, found by bisection in
/// about seven comparisons; the kernel remembers which numbers are always allowed and does not run the program for them.
/// </summary>
internal static class FilterProgram
{
    // struct seccomp_data: the number, the architecture, an address, and six arguments of 64 bits with the lower half first.
    private const uint NumberOffset = 0, ArchitectureOffset = 4, ArgumentsOffset = 16, ArgumentBytes = 8;

    // linux/audit.h: AUDIT_ARCH_X86_64 and AUDIT_ARCH_AARCH64.
    private const uint X64 = 0xc000_003e, Arm64 = 0xc000_00b7;

    /// <summary>Whether there is a list of numbers for an architecture.</summary>
    public static bool Supports(Architecture architecture) => architecture is Architecture.X64 or Architecture.Arm64;

    /// <param name="architecture">x64 or arm64.</param>
    /// <param name="processId">The process that the filter is for.</param>
    public static FilterInstruction[] Compile(Architecture architecture, int processId)
    {
        var segments = Segments(architecture, FilterRules.Of(processId));
        return
        [
            // Calls of another architecture, such as those of 32 bits on x64, have other numbers.
            FilterInstruction.Of(FilterInstruction.Load, ArchitectureOffset),
            FilterInstruction.Jump(FilterInstruction.JumpIfEqual, architecture == Architecture.X64 ? X64 : Arm64, 1, 0),
            Return(FilterVerdict.NotPermitted),
            FilterInstruction.Of(FilterInstruction.Load, NumberOffset),
            .. Search(segments),
        ];
    }

    private static List<Segment> Segments(Architecture architecture, IReadOnlyList<FilterRule> rules)
    {
        FilterInstruction[] allow = [Return(FilterVerdict.Allow)];
        var byNumber = rules
            .Select(rule => (Number: architecture == Architecture.X64 ? rule.Call.X64 : rule.Call.Arm64, Code: Code(rule)))
            .Where(rule => rule.Number is not null)
            .ToDictionary(rule => rule.Number!.Value, rule => rule.Code);
        List<Segment> segments = [];
        for (var number = 0; number < FilterRules.FirstUnknown; number++)
        {
            Add(segments, number, byNumber.GetValueOrDefault(number, allow));
        }

        Add(segments, FilterRules.FirstUnknown, [Return(FilterVerdict.NotImplemented)]);
        return segments;
    }

    private static void Add(List<Segment> segments, int number, FilterInstruction[] code)
    {
        if (segments.Count == 0 || !segments[^1].Code.SequenceEqual(code))
        {
            segments.Add(new Segment((uint)number, code));
        }
    }

    private static FilterInstruction[] Code(FilterRule rule) =>
        [.. rule.Cases.SelectMany(Code), Return(rule.Otherwise)];

    private static FilterInstruction[] Code(FilterCase one)
    {
        // From the last condition to the first: each skips what follows it when it does not hold.
        FilterInstruction[] code = [Return(one.Verdict)];
        foreach (var condition in one.Conditions.Reverse())
        {
            code =
            [
                FilterInstruction.Of(FilterInstruction.Load, ArgumentsOffset + ((uint)condition.Argument * ArgumentBytes)),
                FilterInstruction.Of(FilterInstruction.And, condition.Mask),
                FilterInstruction.Jump(FilterInstruction.JumpIfEqual, condition.Value, 0, code.Length),
                .. code,
            ];
        }

        return code;
    }

    private static FilterInstruction[] Search(List<Segment> segments)
    {
        if (segments is [var one])
        {
            return one.Code;
        }

        var middle = segments.Count / 2;
        var lower = Search(segments[..middle]);
        return
        [
            FilterInstruction.Jump(FilterInstruction.JumpIfAtLeast, segments[middle].First, lower.Length, 0),
            .. lower,
            .. Search(segments[middle..]),
        ];
    }

    private static FilterInstruction Return(FilterVerdict verdict) => FilterInstruction.Of(FilterInstruction.Return, (uint)verdict);

    /// <param name="First">The first number; the segment ends where the next one begins.</param>
    /// <param name="Code">What decides its calls.</param>
    private sealed record Segment(uint First, FilterInstruction[] Code);
}
