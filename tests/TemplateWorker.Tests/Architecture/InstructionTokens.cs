using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace TemplateWorker.Tests.Architecture;

/// <summary>Finds the metadata tokens in the instructions of a method (ECMA-335, partition III).</summary>
internal static class InstructionTokens
{
    private const int TwoByteMark = 0xfe;

    private static readonly Dictionary<int, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);

    /// <summary>The tokens of types, methods and fields, in order.</summary>
    public static IEnumerable<int> Of(BlobReader instructions)
    {
        var tokens = new List<int>();
        while (instructions.RemainingBytes > 0)
        {
            int value = instructions.ReadByte();
            var code = OpCodesByValue[value == TwoByteMark ? (value << 8) | instructions.ReadByte() : value];
            switch (code.OperandType)
            {
                case OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType:
                    tokens.Add(instructions.ReadInt32());
                    break;
                case OperandType.InlineSwitch:
                    var targets = instructions.ReadInt32();
                    instructions.Offset += targets * sizeof(int);
                    break;
                default:
                    instructions.Offset += OperandBytes(code.OperandType);
                    break;
            }
        }

        return tokens;
    }

    private static int OperandBytes(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
