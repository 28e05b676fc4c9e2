namespace TemplateWorker.Sandbox;

/// <summary>What happens to one system call.</summary>
/// <param name="Call">The call.</param>
/// <param name="Otherwise">The verdict when no case holds.</param>
/// <param name="Cases">Tried in order; the first that holds decides.</param>
internal sealed record FilterRule(SystemCall Call, FilterVerdict Otherwise, params FilterCase[] Cases);

/// <summary>A system call and its number, which differs by processor.</summary>
/// <param name="Name">As in the manual.</param>
/// <param name="X64">The number on x86-64; null where it does not exist.</param>
/// <param name="Arm64">The number on arm64; null where it does not exist.</param>
internal sealed record SystemCall(string Name, int? X64, int? Arm64);

/// <summary>A verdict on a call whose arguments satisfy all conditions.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Conditions">At least one.</param>
internal sealed record FilterCase(FilterVerdict Verdict, params ArgumentCondition[] Conditions);

/// <summary>Holds when the lower 32 bits of an argument, reduced to the mask, have the value. The kernel ignores the upper ones of these arguments too.</summary>
/// <param name="Argument">From 0.</param>
/// <param name="Mask">The bits that count.</param>
/// <param name="Value">What they must be.</param>
internal sealed record ArgumentCondition(int Argument, uint Mask, uint Value);
