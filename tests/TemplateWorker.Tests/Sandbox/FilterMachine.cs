using TemplateWorker.Sandbox;

namespace TemplateWorker.Tests.Sandbox;

/// <summary>Runs a filter as the kernel does, so that the filter of each processor can be tested on any.</summary>
internal static class FilterMachine
{
    private const int NumberOffset = 0, ArchitectureOffset = 4, ArgumentsOffset = 16, ArgumentBytes = 8;

    /// <param name="program">The filter.</param>
    /// <param name="architecture">Of the call, as <c>linux/audit.h</c> numbers it.</param>
    /// <param name="number">Of the call.</param>
    /// <param name="arguments">The first ones; the others are 0.</param>
    public static FilterVerdict Run(FilterInstruction[] program, uint architecture, uint number, params ulong[] arguments)
    {
        var accumulator = 0u;
        for (var at = 0; ; at++)
        {
            var step = program[at];
            switch (step.Code)
            {
                case FilterInstruction.Load:
                    accumulator = Word(step.Operand);
                    break;
                case FilterInstruction.And:
                    accumulator &= step.Operand;
                    break;
                case FilterInstruction.JumpIfEqual:
                    at += accumulator == step.Operand ? step.IfTrue : step.IfFalse;
                    break;
                case FilterInstruction.JumpIfAtLeast:
                    at += accumulator >= step.Operand ? step.IfTrue : step.IfFalse;
                    break;
                case FilterInstruction.Return:
                    return (FilterVerdict)step.Operand;
                default:
                    throw new InvalidOperationException($"Instruction {at} has the unknown code {step.Code}.");
            }
        }

        uint Word(uint offset) => offset switch
        {
            NumberOffset => number,
            ArchitectureOffset => architecture,
            _ => (uint)arguments.ElementAtOrDefault((int)(offset - ArgumentsOffset) / ArgumentBytes),
        };
    }
}
