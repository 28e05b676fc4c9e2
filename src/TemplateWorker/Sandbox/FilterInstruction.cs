using System.Runtime.InteropServices;

namespace TemplateWorker.Sandbox;

/// <summary>An instruction of the kernel's packet filter language, <c>struct sock_filter</c> in <c>linux/filter.h</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct FilterInstruction
{
    /// <summary>Loads the 32-bit word at an offset of <c>struct seccomp_data</c> into the accumulator.</summary>
    public const ushort Load = 0x20;

    /// <summary>Reduces the accumulator to the bits of the operand.</summary>
    public const ushort And = 0x54;

    /// <summary>Branches by whether the accumulator equals the operand.</summary>
    public const ushort JumpIfEqual = 0x15;

    /// <summary>Branches by whether the accumulator is at least the operand, both unsigned.</summary>
    public const ushort JumpIfAtLeast = 0x35;

    /// <summary>Ends the program with the operand as verdict.</summary>
    public const ushort Return = 0x06;

    private FilterInstruction(ushort code, byte ifTrue, byte ifFalse, uint operand)
    {
        Code = code;
        IfTrue = ifTrue;
        IfFalse = ifFalse;
        Operand = operand;
    }

    /// <summary>One of the constants.</summary>
    public ushort Code { get; }

    /// <summary>Instructions to skip when the condition of a jump holds.</summary>
    public byte IfTrue { get; }

    /// <summary>Instructions to skip when it does not.</summary>
    public byte IfFalse { get; }

    /// <summary>The number that the instruction works with.</summary>
    public uint Operand { get; }

    public static FilterInstruction Of(ushort code, uint operand) => new(code, 0, 0, operand);

    /// <exception cref="OverflowException">A distance is more than 255, the most that an instruction can hold.</exception>
    public static FilterInstruction Jump(ushort code, uint operand, int ifTrue, int ifFalse) =>
        new(code, checked((byte)ifTrue), checked((byte)ifFalse), operand);
}
